package dev.ashlar.proof;

import dev.ashlar.proof.KvModel.State;
import dev.ashlar.proof.Linearizability.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks each key of a history of the key-value store by itself: linearizability is local. */
final class KvHistory {
  private static final int MOST_CONFIGURATIONS = 2_000_000;
  private static final int CALLS_TOLD = 15;
  private static final Linearizability<State, KvOperation> CHECKER =
      new Linearizability<>(State.NOTHING, KvModel::step, KvOperation::span, MOST_CONFIGURATIONS);

  private KvHistory() {}

  static Verdict check(List<KvOperation> calls) {
    Map<String, List<KvOperation>> byKey =
        calls.stream()
            .filter(call -> call.outcome() != Outcome.FAIL)
            .filter(call -> call.isWrite() || call.outcome() == Outcome.OK)
            .collect(Collectors.groupingBy(KvOperation::key));
    List<String> violations = new ArrayList<>();
    int undecided = 0;
    for (Map.Entry<String, List<KvOperation>> entry : byKey.entrySet()) {
      switch (CHECKER.check(entry.getValue())) {
        case NO -> violations.add(entry.getKey() + " " + explain(entry.getValue()));
        case TOO_LARGE -> undecided++;
        case YES -> {}
      }
    }
    return new Verdict("key-value", calls.size(), undecided, violations);
  }

  /** The first answer that cannot have been right, and the calls that came before it. */
  private static String explain(List<KvOperation> calls) {
    List<KvOperation> byAnswer =
        calls.stream().sorted(Comparator.comparingLong(c -> c.span().completed())).toList();
    long start = calls.stream().mapToLong(c -> c.span().invoked()).min().orElse(0);
    for (int i = 0; i < byAnswer.size(); i++) {
      long until = byAnswer.get(i).span().completed();
      if (CHECKER.check(until(until, calls)) == Result.NO) {
        return byAnswer.subList(Math.max(0, i + 1 - CALLS_TOLD), i + 1).stream()
                .map(call -> call.told(start))
                .collect(
                    Collectors.joining("\n  ", "is not linearizable from the last of:\n  ", ""))
            + byAnswer.stream()
                .filter(call -> call.span().completed() > until && call.span().invoked() < until)
                .map(call -> call.told(start))
                .collect(Collectors.joining("\n  ", "\nand, not answered then:\n  ", ""));
      }
    }
    return "is not linearizable";
  }

  /** The history as it stood at a moment. */
  private static List<KvOperation> until(long moment, List<KvOperation> calls) {
    return calls.stream()
        .filter(call -> call.span().invoked() <= moment)
        .filter(call -> call.isWrite() || call.span().completed() <= moment)
        .map(call -> call.span().completed() <= moment ? call : call.unanswered())
        .toList();
  }
}
