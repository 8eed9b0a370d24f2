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
 * The calls of a client of locks, each at any node. An answer that is none of those of the contract
 * is a fault of its own.
 */
final class LockCalls {
  static final long TTL_NANOS = 2_000_000_000L;
  private static final String TTL = "2s";

  /** Less than a client's patience, so that it hears that its time is over. */
  private static final List<String> WAITS = List.of("0s", "500ms", "3s");

  private static final String KEYS = "/api/v1/kv/proof-fenced";

  private final ProofClient client;
  private final List<ProofNode> nodes;

  LockCalls(ProofClient client, List<ProofNode> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  /**
   * 409 when it is not free within a random wait, 410 when the grant was over before it was told.
   */
  Answer acquire(String lock, String owner, @Nullable String ticket, Random random)
      throws InterruptedException {
    Map<String, Object> body = new HashMap<>();
    body.put("owner", owner);
    body.put("ttl", TTL);
    body.put("wait", WAITS.get(random.nextInt(WAITS.size())));
    body.put("mode", "exclusive");
    if (ticket != null) {
      body.put("ticket", ticket);
    }
    return expect(post(lock, "acquire", body, random), "200", "409 lock-held", "410 lease-lost");
  }

  /** 410 when the lease is lost. */
  Answer renew(String lock, String lease, Random random) throws InterruptedException {
    Answer answer = post(lock, "renew", Map.of("lease", lease, "ttl", TTL), random);
    return expect(answer, "200", "410 lease-lost");
  }

  /** 410 when the lease is lost. */
  Answer release(String lock, String lease, Random random) throws InterruptedException {
    return expect(post(lock, "release", Map.of("lease", lease), random), "204", "410 lease-lost");
  }

  /** Writes the token to the key of the lock; 412 when the lock is not held with it. */
  Answer write(String lock, long token, Random random) throws InterruptedException {
    Answer answer =
        client.call(
            node(random),
            "PUT",
            KEYS + "/keys/" + lock,
            Long.toString(token),
            request ->
                request
                    .header("Content-Type", "text/plain")
                    .header("Ashlar-Lock", lock + "=" + token));
    return expect(answer, "200", "201", "412 stale-lock-token");
  }

  /** The tokens that were ever written to the key of the lock, in the order of commit. */
  List<Long> stored(String lock) throws InterruptedException {
    List<Long> tokens = new ArrayList<>();
    String after = "0";
    do {
      String path = KEYS + "/history?limit=1000&key=" + lock + "&after=" + after;
      Answer answer = client.call(nodes.get(0), "GET", path, null, request -> request);
      if (answer.outcome() != Outcome.OK) {
        throw new IllegalStateException("no answer from " + path);
      }
      JsonNode page = expect(answer, "200", "404 bucket-not-found").json();
      for (JsonNode change : page.path("items")) {
        tokens.add(Long.valueOf(change.path("value").asText()));
      }
      after = page.path("next").asText();
    } while (!after.isEmpty());
    return tokens;
  }

  private ProofNode node(Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private Answer post(String lock, String action, Map<String, Object> body, Random random)
      throws InterruptedException {
    try {
      return client.call(
          node(random),
          "POST",
          "/api/v1/locks/" + lock + "/" + action,
          ProofClient.JSON.writeValueAsString(body),
          request -> request.header("Content-Type", "application/json"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer, which is one of these: a status, and the code of a problem. */
  private static Answer expect(Answer answer, String... contract) {
    String told = (answer.status() + " " + answer.json().path("code").asText()).trim();
    if (answer.outcome() == Outcome.OK && !List.of(contract).contains(told)) {
      throw new IllegalStateException("answered " + answer.status() + ": " + answer.body());
    }
    return answer;
  }
}
