package dev.ashlar.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Calls a node, and knows what it may conclude from the answer or from its absence. Never repeats a
 * call by itself.
 */
final class ProofClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Who is refused calls again soon, not at once. */
  private static final int PAUSE_MILLIS = 50;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final String key;

  ProofClient(String key) {
    this.key = key;
  }

  /**
   * What came of a call.
   *
   * @param response null when there was none
   */
  record Answer(Outcome outcome, Span span, @Nullable HttpResponse<String> response) {
    int status() {
      return response == null ? 0 : response.statusCode();
    }

    String body() {
      return response == null ? "" : response.body();
    }

    /** The body as JSON; of what is none, a missing node. */
    JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (IOException e) {
        return JSON.missingNode();
      }
    }

    long header(String name) {
      return response == null ? 0 : response.headers().firstValueAsLong(name).orElse(0);
    }
  }

  Answer call(
      ProofNode node,
      String method,
      String path,
      @Nullable String body,
      UnaryOperator<HttpRequest.Builder> more)
      throws InterruptedException {
    HttpRequest request =
        more.apply(
                HttpRequest.newBuilder(node.uri().resolve(path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + key)
                    .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)))
            .build();
    long invoked = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      Outcome outcome = outcome(response);
      long completed = outcome == Outcome.UNKNOWN ? Span.NEVER : System.nanoTime();
      return new Answer(outcome, new Span(invoked, completed), response);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      Span span = new Span(invoked, System.nanoTime());
      Thread.sleep(PAUSE_MILLIS);
      return new Answer(Outcome.FAIL, span, null);
    } catch (IOException e) {
      return new Answer(Outcome.UNKNOWN, new Span(invoked, Span.NEVER), null);
    }
  }

  /** Of the errors of a server, only the refusal before any work says that nothing was done. */
  private static Outcome outcome(HttpResponse<String> response) {
    if (response.statusCode() < 500) {
      return Outcome.OK;
    }
    boolean refused = response.statusCode() == 503 && response.body().contains("\"overloaded\"");
    return refused ? Outcome.FAIL : Outcome.UNKNOWN;
  }
}
