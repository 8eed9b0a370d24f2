package dev.ashlar.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.proof.ProofClient.Answer;
import dev.ashlar.proof.Transaction.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that read several lists at once and append to some of them, if nobody has written them
 * since: by transactions of the key-value store. After a while, and after each call without an
 * answer, they turn to new lists.
 */
final class TransactionWorkload {
  private static final String PATH = "/api/v1/kv/proof-lists/transactions";
  private static final int LISTS = 4;
  private static final int CALLS_PER_AGE = 400;

  private final ProofClient client;
  private final List<ProofNode> nodes;
  private final Collection<Transaction> history = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger age = new AtomicInteger();

  /** What a list was when it was read. */
  private record Known(List<Integer> values, long revision) {}

  TransactionWorkload(ProofClient client, List<ProofNode> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  List<Transaction> history() {
    return List.copyOf(history);
  }

  /** Reads some lists, then writes some of these. */
  void step(Random random) throws InterruptedException {
    List<String> lists = new ArrayList<>();
    int first = random.nextInt(LISTS);
    for (int i = 0; i <= random.nextInt(LISTS); i++) {
      lists.add("l" + age.get() + "-" + (first + i) % LISTS);
    }
    Map<String, Known> known = read(node(random), lists);
    if (known.isEmpty()) {
      return;
    }
    append(node(random), known, random);
  }

  private ProofNode node(Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private Map<String, Known> read(ProofNode node, List<String> lists) throws InterruptedException {
    List<Object> gets = new ArrayList<>();
    lists.forEach(list -> gets.add(Map.of("get", Map.of("key", list))));
    Answer answer = call(node, Map.of("then", gets));
    Map<String, Known> known = known(lists, answer);
    if (!known.isEmpty()) {
      add(reads(known), Outcome.OK, answer);
    }
    return known;
  }

  /** Writes if all is as it was read; if it is not, that is one more read. */
  private void append(ProofNode node, Map<String, Known> known, Random random)
      throws InterruptedException {
    List<Object> compares = new ArrayList<>();
    List<Object> puts = new ArrayList<>();
    List<Object> gets = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    List<Step> appends = new ArrayList<>();
    int written = 1 + random.nextInt(known.size());
    for (Map.Entry<String, Known> list : known.entrySet()) {
      List<Integer> values = new ArrayList<>(list.getValue().values);
      compares.add(Map.of("key", list.getKey(), "revision", list.getValue().revision));
      gets.add(Map.of("get", Map.of("key", list.getKey())));
      steps.add(Step.read(list.getKey(), values));
      if (appends.size() < written) {
        int value = ids.incrementAndGet();
        values.add(value);
        appends.add(Step.append(list.getKey(), value));
        puts.add(Map.of("put", Map.of("key", list.getKey(), "value", text(values))));
      }
    }
    steps.addAll(appends);
    Answer answer = call(node, Map.of("if", compares, "then", puts, "else", gets));
    if (answer.outcome() != Outcome.OK) {
      add(appends, answer.outcome(), answer);
    } else if (answer.json().path("succeeded").asBoolean()) {
      add(steps, Outcome.OK, answer);
    } else {
      add(appends, Outcome.FAIL, answer);
      add(reads(known(List.copyOf(known.keySet()), answer)), Outcome.OK, answer);
    }
  }

  private Answer call(ProofNode node, Object body) throws InterruptedException {
    try {
      Answer answer =
          client.call(
              node,
              "POST",
              PATH,
              ProofClient.JSON.writeValueAsString(body),
              request -> request.header("Content-Type", "application/json"));
      if (answer.outcome() == Outcome.OK && answer.status() != 200) {
        throw new IllegalStateException("answered " + answer.status() + ": " + answer.body());
      }
      if (answer.outcome() == Outcome.UNKNOWN) {
        age.incrementAndGet();
      }
      return answer;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(List<Step> steps, Outcome outcome, Answer answer) {
    int id = ids.incrementAndGet();
    if (id % CALLS_PER_AGE == 0) {
      age.incrementAndGet();
    }
    history.add(new Transaction(id, steps, outcome, answer.span()));
  }

  private static List<Step> reads(Map<String, Known> known) {
    List<Step> steps = new ArrayList<>();
    known.forEach((list, state) -> steps.add(Step.read(list, state.values)));
    return steps;
  }

  /** The lists of an answer of gets; none when there was no answer. */
  private static Map<String, Known> known(List<String> lists, Answer answer) {
    Map<String, Known> known = new LinkedHashMap<>();
    if (answer.outcome() == Outcome.OK) {
      for (int i = 0; i < lists.size(); i++) {
        JsonNode entry = answer.json().path("results").path(i);
        known.put(
            lists.get(i),
            new Known(values(entry.path("value").asText()), entry.path("revision").asLong()));
      }
    }
    return known;
  }

  private static String text(List<Integer> values) {
    return String.join(",", values.stream().map(String::valueOf).toList());
  }

  private static List<Integer> values(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }
}
