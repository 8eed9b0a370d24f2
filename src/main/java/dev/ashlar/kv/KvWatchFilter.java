package dev.ashlar.kv;

import dev.ashlar.kv.KvLongPoll.Outcome;
import dev.ashlar.platform.config.Durations;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.EventStream;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.http.Problems;
import dev.ashlar.platform.security.Authentication;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Role;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Watches over HTTP: server-sent events, or a long poll. A filter in front of JAX-RS, which cannot
 * write to a connection without a thread that waits for it.
 */
@WebFilter(urlPatterns = "/api/v1/kv/*", asyncSupported = true)
public class KvWatchFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(KvWatchFilter.class.getName());
  private static final String SUFFIX = "/watch";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  @Inject transient KvFeeds feeds;
  @Inject transient KvWatchMemory memory;
  @Inject transient Authentication authentication;
  @Inject transient Database database;
  @Inject transient CommitThreads threads;

  /** What is asked for. */
  private record Asked(
      String bucket, String prefix, @Nullable KvPosition from, boolean values, Duration patience) {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String bucket = bucket(request);
    if (bucket == null) {
      chain.doFilter(request, response);
      return;
    }
    try {
      if (!request.getMethod().equals("GET")) {
        response.setHeader("Allow", "GET");
        throw new ProblemException(
            405, "method-not-allowed", "A watch is a GET; see header Allow.");
      }
      KvKeys.checkBucket(bucket);
      Caller.of(request).require(Role.READ, "kv", bucket);
      Asked asked = asked(request, bucket);
      if (wantsJson(request)) {
        poll(asked, request, response);
      } else {
        stream(asked, request, response);
      }
    } catch (RuntimeException e) {
      Problems.send(response, Problems.of(e), request.getRequestURI());
    }
  }

  /** The bucket of {@code /api/v1/kv/{bucket}/watch}, null for another path. */
  private static @Nullable String bucket(HttpServletRequest request) {
    String uri = request.getRequestURI();
    int start = request.getContextPath().length() + KvPath.PREFIX.length();
    int end = uri.length() - SUFFIX.length();
    boolean matches = uri.endsWith(SUFFIX) && end > start && uri.indexOf('/', start) == end;
    return matches ? uri.substring(start, end) : null;
  }

  private static Asked asked(HttpServletRequest request, String bucket) {
    UnaryOperator<@Nullable String> parameters = KvParameters.of(request);
    String prefix = parameters.apply("prefix");
    String lastId = request.getHeader("Last-Event-ID");
    String from = lastId != null ? lastId : parameters.apply("from");
    if (prefix != null && !prefix.isEmpty()) {
      KvRange unused = KvRange.of(prefix, null, null);
    }
    return new Asked(
        bucket,
        prefix == null ? "" : prefix,
        from == null ? null : KvPosition.parse(lastId != null ? "Last-Event-ID" : "from", from),
        KvParameters.isTrue("values", parameters.apply("values"), true),
        wait(parameters.apply("wait")));
  }

  private static Duration wait(@Nullable String text) {
    if (text == null) {
      return Duration.ZERO;
    }
    Duration wait;
    try {
      wait = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("wait", String.valueOf(e.getMessage()));
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static boolean wantsJson(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return accept != null
        && accept.contains("application/json")
        && !accept.contains("text/event-stream");
  }

  private void stream(Asked asked, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    KvPosition from = feeds.begin(asked.bucket, asked.from);
    Caller caller = Caller.of(request);
    EventStream stream = EventStream.open(request, response, memory.share(), feeds::ended);
    feeds.follow(
        asked.bucket,
        new KvEventStream(asked.prefix, asked.values, stream, () -> mayStill(caller)),
        from);
  }

  private boolean mayStill(Caller caller) {
    return !database.isUp() || authentication.stillValid(caller);
  }

  private void poll(Asked asked, HttpServletRequest request, HttpServletResponse response) {
    KvPosition from = feeds.begin(asked.bucket, asked.from);
    String instance = request.getRequestURI();
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0);
    KvLongPoll poll =
        new KvLongPoll(
            asked.prefix,
            asked.values,
            from,
            outcome -> {
              feeds.ended();
              answer(async, response, instance, outcome);
            });
    ScheduledFuture<?> unused =
        threads
            .timers()
            .schedule(poll::timeIsOver, asked.patience.toMillis(), TimeUnit.MILLISECONDS);
    feeds.follow(asked.bucket, poll, from);
  }

  private static void answer(
      AsyncContext async, HttpServletResponse response, String instance, Outcome outcome) {
    try {
      if (outcome instanceof Outcome.Compacted compacted) {
        Problems.send(response, KvAnswers.compacted(compacted.oldestRevision()), instance);
      } else {
        response.setStatus(200);
        response.setContentType("application/json");
        Json.MAPPER.writeValue(response.getOutputStream(), outcome);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The client is gone", e);
    } finally {
      async.complete();
    }
  }
}
