package dev.ashlar.kv;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.AnswerLater;
import dev.ashlar.platform.http.ETags;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.http.Problems;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Role;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * One key over HTTP: the body is the value, whatever its media type. A filter in front of JAX-RS,
 * not a resource of it, because that alone costs more than all else of a call; described in {@code
 * META-INF/openapi.yaml}.
 */
@WebFilter(urlPatterns = "/api/v1/kv/*", asyncSupported = true)
public class KvKeyFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, PUT";

  @Inject transient Kv kv;
  @Inject transient KvReads reads;

  @Inject
  @ConfigProperty(name = "ashlar.kv.max-value-bytes")
  transient int maxValueBytes;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      KvPath path = KvPath.of(request);
      if (path != null && !isForJaxRs(path, request)) {
        handle(path, request, response);
        return;
      }
    } catch (RuntimeException | JsonProcessingException e) {
      Problems.send(response, Problems.of(e), request.getRequestURI());
      return;
    }
    chain.doFilter(request, response);
  }

  /** Calls below a key; an increment only if its answer is to be kept for a repetition. */
  private static boolean isForJaxRs(KvPath path, HttpServletRequest request) {
    return request.getMethod().equals("POST")
        && (path.key().endsWith(KvPath.RESTORE)
            || (path.key().endsWith(KvPath.INCREMENT)
                && request.getHeader("Idempotency-Key") != null));
  }

  private void handle(KvPath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "PUT" -> put(path.checked(), request, response);
      case "GET", "HEAD" -> get(path.checked(), request, response);
      case "DELETE" -> delete(path.checked(), request, response);
      case "PATCH" -> prolong(path.checked(), request, response);
      case "POST" -> increment(path, request, response);
      default -> other(request, response);
    }
  }

  private static void other(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Allow", METHODS);
    if (!request.getMethod().equals("OPTIONS")) {
      throw new ProblemException(
          405, "method-not-allowed", "A key does not take this method; see header Allow.");
    }
    response.setStatus(204);
  }

  private void put(KvPath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String author = author(request, path);
    KvWrite.Put put =
        new KvWrite.Put(
            value(request),
            MediaTypes.checked(request.getHeader("Content-Type")),
            KvWrite.ttlOrNull(KvParameters.of(request).apply("ttl")));
    KvWrite write = KvWrite.put(path.bucket(), path.key(), put, expected(request), author);
    AnswerLater.whenDone(
        submit(write, request),
        request,
        response,
        result -> KvAnswers.stored(response, result, path));
  }

  private void get(KvPath path, HttpServletRequest request, HttpServletResponse response) {
    Caller.of(request).require(Role.READ, "kv", path.bucket());
    String known = request.getHeader("If-None-Match");
    boolean head = request.getMethod().equals("HEAD");
    if (request.getQueryString() == null) {
      AnswerLater.whenDone(
          kv.read(path.bucket(), path.key()),
          request,
          response,
          found -> KvAnswers.get(response, found, path, known, head));
      return;
    }
    AnswerLater.whenDone(
        reads.read(path.bucket(), path.key(), KvWish.of(KvParameters.of(request))),
        request,
        response,
        read -> {
          if (read.staleness() != null) {
            response.setHeader("Ashlar-Staleness", read.staleness().toString());
          }
          KvAnswers.get(response, read.found(), path, known, head);
        });
  }

  private void delete(KvPath path, HttpServletRequest request, HttpServletResponse response) {
    String author = author(request, path);
    KvWrite write = KvWrite.delete(path.bucket(), path.key(), expected(request), author);
    AnswerLater.whenDone(
        submit(write, request),
        request,
        response,
        result -> KvAnswers.deleted(response, result, path));
  }

  private void prolong(KvPath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String author = author(request, path);
    KvWrite.Prolong prolong = KvBodies.prolong(request);
    KvWrite write = new KvWrite(path.bucket(), path.key(), prolong, expected(request), author);
    AnswerLater.whenDone(
        submit(write, request),
        request,
        response,
        result -> KvAnswers.stored(response, result, path));
  }

  private void increment(KvPath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!path.key().endsWith(KvPath.INCREMENT)) {
      other(request, response);
      return;
    }
    KvPath counter = path.without(KvPath.INCREMENT).checked();
    String author = author(request, counter);
    KvWrite.Increment increment = KvBodies.increment(request);
    KvWrite write =
        new KvWrite(counter.bucket(), counter.key(), increment, expected(request), author);
    AnswerLater.whenDone(
        submit(write, request),
        request,
        response,
        result -> KvAnswers.counted(response, result, counter));
  }

  /** The write as asked for by the headers: perhaps only under a lock. */
  private CompletionStage<KvResult> submit(KvWrite write, HttpServletRequest request) {
    return kv.submit(write.under(KvFence.of(request)));
  }

  /** The name of a caller who may write here. */
  private static String author(HttpServletRequest request, KvPath path) {
    Caller caller = Caller.of(request);
    caller.require(Role.WRITE, "kv", path.bucket());
    return caller.name();
  }

  private byte[] value(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > maxValueBytes) {
      throw tooLarge();
    }
    byte[] value = request.getInputStream().readNBytes(maxValueBytes + 1);
    if (value.length > maxValueBytes) {
      throw tooLarge();
    }
    return value;
  }

  private ProblemException tooLarge() {
    return ProblemException.tooLarge("A value may have " + maxValueBytes + " bytes at most.");
  }

  /** The revision that a write asks for by its headers; null for any. */
  static @Nullable Long expected(HttpServletRequest request) {
    return ETags.ifAbsent(request.getHeader("If-None-Match"))
        ? Long.valueOf(KvWrite.ABSENT)
        : ETags.ifMatch(request.getHeader("If-Match"));
  }
}
