package dev.ashlar.platform.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers requests that were taken without JAX-RS, when what they asked for is done. */
public final class AnswerLater {
  private static final Logger LOG = System.getLogger(AnswerLater.class.getName());

  private AnswerLater() {}

  /** Writes an answer; or throws a problem, before it has written anything. */
  @FunctionalInterface
  public interface Answer<R> {
    void write(R result) throws IOException;
  }

  /** Answers when the stage is done: at once, or from the thread that completes it. */
  public static <R> void whenDone(
      CompletionStage<R> stage,
      HttpServletRequest request,
      HttpServletResponse response,
      Answer<R> answer) {
    String instance = request.getRequestURI();
    Runnable end = () -> {};
    if (!stage.toCompletableFuture().isDone()) {
      AsyncContext async = request.startAsync(request, response);
      async.setTimeout(0); // every call ends, if only with the time-out of its connection
      end = async::complete;
    }
    Runnable whenAnswered = end;
    CompletionStage<R> unused =
        stage.whenComplete(
            (result, error) -> {
              try {
                answer(response, instance, result, error, answer);
              } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "The client is gone", e);
              } finally {
                whenAnswered.run();
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

  /** Writes an object as the JSON of an answer. */
  public static void json(HttpServletResponse response, int status, Object body)
      throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
