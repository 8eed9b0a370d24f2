package dev.ashlar.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Senders and receivers beside the page; what they write is JSON with single quotes. */
final class QueueClients {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConsolePage console;

  QueueClients(ConsolePage console) {
    this.console = console;
  }

  /** Makes a queue, or sets it up. */
  void make(String queue, String settings) {
    call("PUT", queue, "", settings);
  }

  void send(String queue, String message) {
    call("POST", queue, "/messages", message);
  }

  /** Receives all that is ready, and gives it back for a reason. */
  void reject(String queue, String reason) {
    List<String> receipts = new ArrayList<>();
    call("POST", queue, "/receive", "{'max':100}")
        .path("messages")
        .forEach(message -> receipts.add("'" + message.path("receipt").asText() + "'"));
    if (!receipts.isEmpty()) {
      String all = String.join(",", receipts);
      call("POST", queue, "/nack", "{'receipts':[" + all + "],'reason':'" + reason + "'}");
    }
  }

  JsonNode detail(String queue) {
    return call("GET", queue, "", "");
  }

  /** What a receiver is given. */
  JsonNode receive(String queue) {
    return call("POST", queue, "/receive", "{'max':10}").path("messages");
  }

  private JsonNode call(String method, String queue, String path, String body) {
    String answer =
        console
            .call(
                method,
                "/api/v1/queues/" + queue + path,
                "application/json",
                body.replace('\'', '"'))
            .text();
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(answer, e);
    }
  }
}
