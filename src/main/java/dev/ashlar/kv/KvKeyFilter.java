package dev.ashlar.kv;

import dev.ashlar.platform.http.ETags;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.http.Problems;
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
  private static final System.Logger LOG = System.getLogger(KvKeyFilter.class.getName());
  private static final String METHODS = "DELETE, GET, HEAD, OPTIONS, PUT";

  @Inject transient Kv kv;

  @Inject
  @ConfigProperty(name = "ashlar.kv.max-value-bytes")
  transient int maxValueBytes;

  /** Writes an answer; or throws a problem, before it has written anything. */
  private interface Answer<R> {
    void write(R result) throws IOException;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      KvPath path = KvPath.of(request);
      if (path != null) {
        handle(path, request, response);
        return;
      }
    } catch (RuntimeException e) {
      Problems.send(response, Problems.of(e), request.getRequestURI());
      return;
    }
    chain.doFilter(request, response);
  }

  private void handle(KvPath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "PUT" -> put(path.checked(), request, response);
      case "GET", "HEAD" -> get(path.checked(), request, response);
      case "DELETE" -> delete(path.checked(), request, response);
      default -> {
        response.setHeader("Allow", METHODS);
        if (!request.getMethod().equals("OPTIONS")) {
          throw new ProblemException(
              405, "method-not-allowed", "A key does not take this method; see header Allow.");
        }
        response.setStatus(204);
      }
    }
  }

  private void put(KvPath path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Caller.of(request).require(Role.WRITE, "kv", path.bucket());
    String ttl = request.getParameter("ttl");
    KvWrite write =
        new KvWrite(
            path.bucket(),
            path.key(),
            value(request),
            MediaTypes.checked(request.getHeader("Content-Type")),
            ttl == null ? null : KvWrite.ttl(ttl),
            expected(request));
    whenDone(kv.submit(write), request, response, result -> KvAnswers.put(response, result));
  }

  private void get(KvPath path, HttpServletRequest request, HttpServletResponse response) {
    Caller.of(request).require(Role.READ, "kv", path.bucket());
    String known = request.getHeader("If-None-Match");
    boolean head = request.getMethod().equals("HEAD");
    whenDone(
        kv.read(path.bucket(), path.key()),
        request,
        response,
        found -> KvAnswers.get(response, found, path, known, head));
  }

  private void delete(KvPath path, HttpServletRequest request, HttpServletResponse response) {
    Caller.of(request).require(Role.WRITE, "kv", path.bucket());
    KvWrite write = KvWrite.delete(path.bucket(), path.key(), expected(request));
    whenDone(
        kv.submit(write), request, response, result -> KvAnswers.delete(response, result, path));
  }

  private static <R> void whenDone(
      CompletionStage<R> stage,
      HttpServletRequest request,
      HttpServletResponse response,
      Answer<R> answer) {
    String instance = request.getRequestURI();
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0); // every write and read ends, if only with the time-out of its connection
    CompletionStage<R> unused =
        stage.whenComplete(
            (result, error) -> {
              try {
                answer(response, instance, result, error, answer);
              } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "The client is gone", e);
              } finally {
                async.complete();
              }
            });
  }

  private static <R> void answer(
      HttpServletResponse response,
      String instance,
      @Nullable R result,
      @Nullable Throwable error,
      Answer<R> answer)
      throws IOException {
    ProblemException problem = null;
    if (result != null) {
      try {
        answer.write(result);
      } catch (RuntimeException e) {
        problem = Problems.of(e);
      }
    } else if (error != null) {
      problem = Problems.of(error);
    }
    if (problem != null) {
      Problems.send(response, problem, instance);
    }
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

  private static @Nullable Long expected(HttpServletRequest request) {
    return ETags.ifAbsent(request.getHeader("If-None-Match"))
        ? Long.valueOf(KvWrite.ABSENT)
        : ETags.ifMatch(request.getHeader("If-Match"));
  }
}
