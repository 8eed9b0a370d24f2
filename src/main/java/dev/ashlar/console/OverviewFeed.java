package dev.ashlar.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.cluster.Cluster;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.OverloadedException;
import dev.ashlar.platform.database.UnavailableException;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.progress.Tasks;
import dev.ashlar.platform.security.Authentication;
import dev.ashlar.platform.security.Caller;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Feeds all open overview pages from one look every two seconds. Thread-safe. */
@ApplicationScoped
class OverviewFeed {
  private static final Logger LOG = System.getLogger(OverviewFeed.class.getName());
  private static final int PERIOD_MILLIS = 2_000;
  private static final int MOST_PAGES = 200;

  @Inject Cluster cluster;
  @Inject Tasks tasks;
  @Inject Database database;
  @Inject Authentication authentication;

  @Inject @Any @Readiness Instance<HealthCheck> checks;
  @Inject CommitThreads threads;

  private final Map<SseEventSink, Page> pages = new ConcurrentHashMap<>();

  private volatile @Nullable Sse sse;
  private @Nullable ScheduledFuture<?> sending;

  /** An open page: whose it is, and the send that is under way to it. */
  private record Page(Caller caller, CompletionStage<?> sending) {}

  @PostConstruct
  void start() {
    sending =
        threads
            .timers()
            .scheduleWithFixedDelay(
                this::sendToAll, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (sending != null) {
      sending.cancel(false);
    }
    pages.keySet().forEach(SseEventSink::close);
  }

  void add(SseEventSink sink, Sse newSse, Caller caller) {
    if (pages.size() >= MOST_PAGES) {
      sink.close();
      throw new OverloadedException("There are " + MOST_PAGES + " open overview pages already.");
    }
    sse = newSse;
    Page page = new Page(caller, CompletableFuture.completedFuture(null));
    pages.put(sink, page);
    send(sink, page, event(newSse));
  }

  private void sendToAll() {
    Sse known = sse;
    pages.entrySet().removeIf(page -> isOver(page.getKey(), page.getValue()));
    if (known == null || pages.isEmpty()) {
      return;
    }
    try {
      OutboundSseEvent event = event(known);
      pages.forEach(
          (sink, page) -> {
            if (page.sending.toCompletableFuture().isDone()) {
              send(sink, page, event);
            }
          });
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The overview could not be sent", e);
    }
  }

  /** Whether a page was closed, or its key or session ended: then it is closed here. */
  private boolean isOver(SseEventSink sink, Page page) {
    if (!sink.isClosed() && database.isUp() && !authentication.stillValid(page.caller)) {
      sink.close();
    }
    return sink.isClosed();
  }

  private void send(SseEventSink sink, Page page, OutboundSseEvent event) {
    try {
      pages.replace(sink, new Page(page.caller, sink.send(event)));
    } catch (RuntimeException e) {
      pages.remove(sink);
    }
  }

  private OutboundSseEvent event(Sse builder) {
    Overview overview = look();
    try {
      return builder
          .newEventBuilder()
          .name("overview")
          .data(Json.MAPPER.writeValueAsString(overview))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Overview look() {
    return new Overview(Instant.now(), cluster.self(), nodes(), health(), tasks.list());
  }

  private List<Overview.NodeItem> nodes() {
    try {
      return cluster.nodes().stream().map(Overview.NodeItem::of).toList();
    } catch (UnavailableException e) {
      // The health of the database says why there are none.
      return List.of();
    }
  }

  private List<Overview.HealthItem> health() {
    return checks.stream().map(HealthCheck::call).map(OverviewFeed::item).toList();
  }

  private static Overview.HealthItem item(HealthCheckResponse check) {
    Object reason = check.getData().map(data -> data.get("reason")).orElse(null);
    return new Overview.HealthItem(
        check.getName(),
        check.getStatus() == HealthCheckResponse.Status.UP,
        reason == null ? null : reason.toString());
  }
}
