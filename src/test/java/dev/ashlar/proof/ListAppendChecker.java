package dev.ashlar.proof;

import dev.ashlar.proof.Transaction.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether transactions over lists are strictly serializable: whether some order of them, that
 * agrees with real time, explains every list that was read. A list shows the order of its appends,
 * so that dependencies between transactions can be read off, and a cycle of them proves the
 * contrary.
 *
 * <p>After Kingsbury and Alvaro, «Elle: Inferring Isolation Anomalies from Experimental
 * Observations», VLDB 2020.
 */
final class ListAppendChecker {
  private record Element(String list, int value) {}

  private final List<Transaction> transactions;
  private final List<String> violations = new ArrayList<>();
  private final Map<Element, Transaction> writers = new HashMap<>();

  /** The longest state of each list that was read: all its appends, in their order. */
  private final Map<String, List<Integer>> longest = new HashMap<>();

  private final Map<String, Map<Integer, Transaction>> appendsByList = new HashMap<>();
  private final Map<String, Collection<Transaction>> unseen = new HashMap<>();
  private final Dependencies dependencies = new Dependencies();

  private ListAppendChecker(List<Transaction> transactions) {
    this.transactions = transactions;
  }

  static Verdict check(List<Transaction> transactions) {
    ListAppendChecker checker = new ListAppendChecker(transactions);
    checker.collectAppends();
    checker.eachRead(checker::checkRead);
    if (checker.violations.isEmpty()) {
      checker.eachRead(checker::dependOn);
      checker.orderAppends();
      checker.dependencies.addRealTime(transactions);
      checker.violations.addAll(checker.dependencies.cycles());
    }
    return Verdict.of("transactions", transactions.size(), checker.violations);
  }

  private interface ReadVisitor {
    void visit(Transaction reader, int step, String list, List<Integer> values);
  }

  private void eachRead(ReadVisitor visitor) {
    for (Transaction transaction : transactions) {
      if (transaction.outcome() == Outcome.OK) {
        for (int i = 0; i < transaction.steps().size(); i++) {
          Step step = transaction.steps().get(i);
          if (step.read() != null) {
            visitor.visit(transaction, i, step.list(), step.read());
          }
        }
      }
    }
  }

  private void collectAppends() {
    for (Transaction transaction : transactions) {
      for (Step step : transaction.steps()) {
        if (step.appended() != null) {
          Transaction other = writers.put(new Element(step.list(), step.appended()), transaction);
          appendsByList
              .computeIfAbsent(step.list(), list -> new HashMap<>())
              .put(step.appended(), transaction);
          if (other != null) {
            throw new IllegalArgumentException("appended twice: " + step);
          }
        }
      }
    }
  }

  private void checkRead(Transaction reader, int at, String list, List<Integer> values) {
    for (int value : values) {
      Transaction writer = writers.get(new Element(list, value));
      if (writer == null) {
        violations.add(reader.id() + " read " + value + " in " + list + ", which nobody wrote");
      } else if (writer.outcome() == Outcome.FAIL) {
        violations.add(reader.id() + " read " + value + " in " + list + ", which was rolled back");
      }
    }
    if (values.stream().distinct().count() < values.size()) {
      violations.add(reader.id() + " read a value twice in " + list + ": " + values);
    }
    List<Integer> own = ownBefore(reader, at, list);
    if (!values.subList(Math.max(0, values.size() - own.size()), values.size()).equals(own)) {
      violations.add(reader.id() + " does not see its own " + own + " at the end of " + values);
    }
    checkIntermediate(reader, list, values);
    List<Integer> known = longest.getOrDefault(list, List.of());
    int common = Math.min(known.size(), values.size());
    if (!known.subList(0, common).equals(values.subList(0, common))) {
      violations.add("the order of " + list + " differs: " + known + " and " + values);
    } else if (values.size() > known.size()) {
      longest.put(list, values);
    }
  }

  private static List<Integer> ownBefore(Transaction reader, int at, String list) {
    return reader.steps().subList(0, at).stream()
        .filter(step -> step.list().equals(list))
        .map(Step::appended)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** A list must not end in the middle of another transaction's appends. */
  private void checkIntermediate(Transaction reader, String list, List<Integer> values) {
    if (values.isEmpty()) {
      return;
    }
    int last = values.get(values.size() - 1);
    Transaction writer = writers.get(new Element(list, last));
    if (writer != null && writer.id() != reader.id()) {
      List<Integer> all = ownBefore(writer, writer.steps().size(), list);
      if (all.get(all.size() - 1) != last) {
        violations.add(
            reader.id() + " read " + list + " as " + writer.id() + " had left it in its middle");
      }
    }
  }

  /** The reader comes after the last writer that it saw, and before the next, whom it did not. */
  private void dependOn(Transaction reader, int at, String list, List<Integer> values) {
    List<Integer> foreign = values.subList(0, values.size() - ownBefore(reader, at, list).size());
    if (!foreign.isEmpty()) {
      Transaction seen = writer(list, foreign.get(foreign.size() - 1));
      dependencies.add(seen, reader, "read by");
    }
    List<Integer> all = longest.getOrDefault(list, List.of());
    if (values.size() < all.size()) {
      dependencies.add(reader, writer(list, all.get(values.size())), "did not see");
    } else {
      unseen(list, all).forEach(writer -> dependencies.add(reader, writer, "did not see"));
    }
  }

  /** Acknowledged appends that nobody read: they come after all that were. */
  private Collection<Transaction> unseen(String list, List<Integer> seen) {
    return unseen.computeIfAbsent(
        list,
        name -> {
          Map<Integer, Transaction> left =
              new HashMap<>(appendsByList.getOrDefault(name, Map.of()));
          left.keySet().removeAll(Set.copyOf(seen));
          left.values().removeIf(writer -> writer.outcome() != Outcome.OK);
          return left.values();
        });
  }

  private void orderAppends() {
    longest.forEach(
        (list, values) -> {
          for (int i = 1; i < values.size(); i++) {
            dependencies.add(
                writer(list, values.get(i - 1)), writer(list, values.get(i)), "followed by");
          }
        });
  }

  private Transaction writer(String list, int value) {
    @Nullable Transaction writer = writers.get(new Element(list, value));
    if (writer == null) {
      throw new IllegalStateException("checked before");
    }
    return writer;
  }
}
