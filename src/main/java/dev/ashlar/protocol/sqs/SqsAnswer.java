package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.http.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a client is answered. */
@FunctionalInterface
interface SqsAnswer {
  String MEDIA_TYPE = "application/x-amz-json-1.0";

  void write(HttpServletResponse response) throws IOException;

  /** A success that says something. */
  static SqsAnswer of(Object body) {
    return response -> send(response, 200, Json.MAPPER.writeValueAsBytes(body));
  }

  /** A success that says nothing. */
  static SqsAnswer empty() {
    return response -> send(response, 200, new byte[0]);
  }

  static SqsAnswer error(Throwable error) {
    SqsException told = SqsException.of(error);
    return response -> {
      response.setHeader("x-amzn-query-error", told.error().header());
      byte[] body =
          Json.MAPPER.writeValueAsBytes(
              Map.of("__type", told.error().type, "message", String.valueOf(told.getMessage())));
      send(response, told.error().status, body);
    };
  }

  static CompletionStage<SqsAnswer> now(SqsAnswer answer) {
    return CompletableFuture.completedStage(answer);
  }

  private static void send(HttpServletResponse response, int status, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
