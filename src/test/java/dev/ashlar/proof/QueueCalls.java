package dev.ashlar.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.proof.ProofClient.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a client of queues, each at any node. An answer that is none of those of the
 * contract is a fault of its own.
 */
final class QueueCalls {
  static final long VISIBILITY_NANOS = 2_000_000_000L;
  private static final String VISIBILITY = "2s";

  /** So that no message becomes a dead letter. */
  private static final int MOST_RECEIVES = 1_000;

  /** Less than a client's patience. */
  private static final List<String> WAITS = List.of("0s", "300ms", "2s");

  private static final int MOST_AT_ONCE = 5;

  private final ProofClient client;
  private final List<ProofNode> nodes;

  QueueCalls(ProofClient client, List<ProofNode> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  void make(String queue, String type) throws InterruptedException {
    Map<String, Object> body =
        Map.of(
            "type",
            type,
            "visibilityTimeout",
            VISIBILITY,
            "maxReceives",
            MOST_RECEIVES,
            "backoff",
            Map.of("initial", "0s", "multiplier", 1, "max", "0s", "jitter", 0));
    expect(call(nodes.get(0), "PUT", queue, body), 200, 201);
  }

  Answer send(String queue, String message, @Nullable String group, Random random)
      throws InterruptedException {
    Map<String, Object> body = new HashMap<>();
    body.put("body", message);
    if (group != null) {
      body.put("group", group);
    }
    return expect(call(node(random), "POST", queue + "/messages", body), 201);
  }

  Answer receive(String queue, Random random) throws InterruptedException {
    Map<String, Object> body =
        Map.of(
            "max",
            1 + random.nextInt(MOST_AT_ONCE),
            "wait",
            WAITS.get(random.nextInt(WAITS.size())));
    return expect(call(node(random), "POST", queue + "/receive", body), 200);
  }

  /** Calls {@code ack}, {@code nack} or {@code extend} with one receipt. */
  Answer settle(String queue, String how, String receipt, Random random)
      throws InterruptedException {
    Map<String, Object> body = new HashMap<>();
    body.put("receipts", List.of(receipt));
    if (how.equals("extend")) {
      body.put("visibilityTimeout", VISIBILITY);
    }
    return expect(call(node(random), "POST", queue + "/" + how, body), 200);
  }

  /** The bodies of all messages in a state. */
  List<String> peek(String queue, String state) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    String after = "";
    do {
      String path =
          queue
              + "/messages?limit=1000&state="
              + state
              + (after.isEmpty() ? "" : "&after=" + after);
      Answer answer = expect(call(nodes.get(0), "GET", path, null), 200);
      if (answer.outcome() != Outcome.OK) {
        throw new IllegalStateException("no answer from " + path);
      }
      JsonNode page = answer.json();
      page.path("items").forEach(item -> bodies.add(item.path("body").asText()));
      after = page.path("next").asText("");
    } while (!after.isEmpty());
    return bodies;
  }

  private ProofNode node(Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private Answer call(
      ProofNode node, String method, String path, @Nullable Map<String, Object> body)
      throws InterruptedException {
    try {
      return client.call(
          node,
          method,
          "/api/v1/queues/" + path,
          body == null ? null : ProofClient.JSON.writeValueAsString(body),
          request -> request.header("Content-Type", "application/json"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer, which has one of these statuses. */
  private static Answer expect(Answer answer, Integer... statuses) {
    if (answer.outcome() == Outcome.OK && !List.of(statuses).contains(answer.status())) {
      throw new IllegalStateException("answered " + answer.status() + ": " + answer.body());
    }
    return answer;
  }
}
