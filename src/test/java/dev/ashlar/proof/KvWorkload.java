package dev.ashlar.proof;

import dev.ashlar.proof.KvOperation.Action;
import dev.ashlar.proof.ProofClient.Answer;
import java.net.http.HttpRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Clients of a few keys, on all nodes: they read, write, create, replace under a condition and
 * delete. After a while, and after each call without an answer, they turn to new keys, so that each
 * key's history stays small enough to be searched.
 */
final class KvWorkload {
  static final String BUCKET = "proof";
  private static final String PATH = "/api/v1/kv/" + BUCKET + "/keys/";
  private static final int KEYS = 4;
  private static final int CALLS_PER_AGE = 800;

  private final ProofClient client;
  private final List<ProofNode> nodes;
  private final Collection<KvOperation> history = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger age = new AtomicInteger();

  /** The last revision that anybody saw, for conditions that have a chance to hold. */
  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  KvWorkload(ProofClient client, List<ProofNode> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  List<KvOperation> history() {
    return List.copyOf(history);
  }

  /** One call of one client. */
  void step(int who, Random random) throws InterruptedException {
    int count = calls.incrementAndGet();
    if (count % CALLS_PER_AGE == 0) {
      age.incrementAndGet();
    }
    ProofNode node = nodes.get(random.nextInt(nodes.size()));
    String key = "k" + age.get() + "-" + random.nextInt(KEYS);
    int dice = random.nextInt(100);
    Action action = dice < 40 ? Action.GET : dice < 90 ? Action.PUT : Action.DELETE;
    long condition = action == Action.GET ? KvOperation.ANY : condition(key, random);
    call(who, node, action, key, "v" + count, condition);
  }

  /** Reads every key that was ever used, so that nothing that is gone stays unseen. */
  void readAll(int who) throws InterruptedException {
    for (String key : history.stream().map(KvOperation::key).distinct().toList()) {
      call(who, nodes.get(0), Action.GET, key, "", KvOperation.ANY);
    }
  }

  private long condition(String key, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> KvOperation.ABSENT;
      case 1, 2 -> seen.getOrDefault(key, KvOperation.ANY);
      default -> KvOperation.ANY;
    };
  }

  private void call(
      int who, ProofNode node, Action action, String key, String fresh, long condition)
      throws InterruptedException {
    String sent = action == Action.PUT ? fresh : null;
    Answer answer = client.call(node, action.name(), PATH + key, sent, headers(condition));
    boolean refused = answer.status() == 412 || answer.status() == 404;
    long revision = revision(action, answer);
    String value = action == Action.GET ? (answer.status() == 200 ? answer.body() : null) : sent;
    history.add(
        new KvOperation(
            who,
            node.name(),
            action,
            key,
            value,
            condition,
            outcome(action, answer, revision),
            refused,
            revision,
            answer.span()));
    if (revision > 0) {
      seen.put(key, revision);
    }
    if (answer.outcome() == Outcome.UNKNOWN) {
      age.incrementAndGet();
    }
  }

  private static UnaryOperator<HttpRequest.Builder> headers(long condition) {
    return request ->
        condition == KvOperation.ANY
            ? request
            : condition == KvOperation.ABSENT
                ? request.header("If-None-Match", "*")
                : request.header("If-Match", "\"" + condition + "\"");
  }

  private static long revision(Action action, Answer answer) {
    return switch (answer.status()) {
      case 412 -> answer.json().path("currentRevision").asLong();
      case 200, 201 ->
          action == Action.GET
              ? answer.header("Ashlar-Revision")
              : answer.json().path("revision").asLong();
      default -> 0;
    };
  }

  /** An answer that is none of those of the contract is a fault of its own. */
  private static Outcome outcome(Action action, Answer answer, long revision) {
    List<Integer> expected =
        switch (action) {
          case GET -> List.of(200, 404);
          case PUT -> List.of(200, 201, 412);
          case DELETE -> List.of(204, 404, 412);
        };
    boolean told = answer.status() / 100 != 2 || action == Action.DELETE || revision > 0;
    if (answer.outcome() == Outcome.OK && !(expected.contains(answer.status()) && told)) {
      throw new IllegalStateException(
          action + " was answered " + answer.status() + ": " + answer.body());
    }
    return answer.outcome();
  }
}
