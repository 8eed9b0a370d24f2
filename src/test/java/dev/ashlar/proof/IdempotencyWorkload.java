package dev.ashlar.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.proof.IdempotencyChecker.Try;
import dev.ashlar.proof.ProofClient.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A client that makes API keys, and tries each again, on any node, until it has its answer. */
final class IdempotencyWorkload {
  private static final String PATH = "/api/v1/keys";
  private static final int MOST_TRIES = 12;

  private final ProofClient client;
  private final List<ProofNode> nodes;
  private final Collection<Try> tries = new ConcurrentLinkedQueue<>();
  private int made;

  IdempotencyWorkload(ProofClient client, List<ProofNode> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  List<Try> tries() {
    return List.copyOf(tries);
  }

  /** Makes one key; now and then it tries again although it has the answer. */
  void step(Random random) throws InterruptedException {
    String name = "proof-" + made++;
    boolean again = random.nextInt(4) == 0;
    for (int i = 0; i < MOST_TRIES; i++) {
      Try last = tryOnce(name, nodes.get(random.nextInt(nodes.size())));
      tries.add(last);
      if (last.outcome() == Outcome.OK && !again) {
        return;
      }
      again &= last.outcome() != Outcome.OK;
    }
  }

  private Try tryOnce(String name, ProofNode node) throws InterruptedException {
    String body = "{\"name\":\"" + name + "\",\"role\":\"read\",\"scopes\":[\"kv:none\"]}";
    Answer answer =
        client.call(
            node,
            "POST",
            PATH,
            body,
            request ->
                request.header("Content-Type", "application/json").header("Idempotency-Key", name));
    if (answer.outcome() != Outcome.OK) {
      return new Try(name, answer.outcome(), null);
    }
    // Another try of the same call may be under way still, on a node that was stopped.
    if (answer.status() == 409) {
      return new Try(name, Outcome.FAIL, null);
    }
    if (answer.status() != 201) {
      throw new IllegalStateException("answered " + answer.status() + ": " + answer.body());
    }
    return new Try(name, Outcome.OK, answer.json().path("id").asText());
  }

  /** By name, the keys that are there. */
  Map<String, List<String>> effects() throws InterruptedException {
    Map<String, List<String>> effects = new HashMap<>();
    String after = "";
    do {
      String query = "?limit=1000" + (after.isEmpty() ? "" : "&after=" + after);
      JsonNode page =
          client.call(nodes.get(0), "GET", PATH + query, null, request -> request).json();
      for (JsonNode key : page.path("items")) {
        effects
            .computeIfAbsent(key.path("name").asText(), name -> new ArrayList<>())
            .add(key.path("id").asText());
      }
      after = page.path("next").asText();
    } while (!after.isEmpty());
    effects.keySet().removeIf(name -> !name.startsWith("proof-"));
    return effects;
  }
}
