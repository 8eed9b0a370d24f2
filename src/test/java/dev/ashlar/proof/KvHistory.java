package dev.ashlar.proof;

import dev.ashlar.proof.KvModel.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks each key of a history of the key-value store by itself: linearizability is local. */
final class KvHistory {
  private static final int MOST_CONFIGURATIONS = 2_000_000;

  private KvHistory() {}

  static Verdict check(List<KvOperation> calls) {
    Map<String, List<KvOperation>> byKey =
        calls.stream()
            .filter(call -> call.outcome() != Outcome.FAIL)
            .filter(call -> call.isWrite() || call.outcome() == Outcome.OK)
            .collect(Collectors.groupingBy(KvOperation::key));
    Linearizability<State, KvOperation> checker =
        new Linearizability<>(State.NOTHING, KvModel::step, KvOperation::span, MOST_CONFIGURATIONS);
    List<String> violations = new ArrayList<>();
    int undecided = 0;
    for (Map.Entry<String, List<KvOperation>> entry : byKey.entrySet()) {
      switch (checker.check(entry.getValue())) {
        case NO -> violations.add("not linearizable: " + entry.getKey());
        case TOO_LARGE -> undecided++;
        case YES -> {}
      }
    }
    return new Verdict("key-value", calls.size(), undecided, violations);
  }
}
