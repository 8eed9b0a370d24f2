package dev.ashlar.proof;

import dev.ashlar.proof.LockChecker.Hold;
import dev.ashlar.proof.LockChecker.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the clients of one lock did and were told.
 *
 * @param accepted writes under the lock that were answered as done
 * @param refused writes and renewals that were refused because the lock is not held
 * @param stored the tokens of all writes that happened, answered or not, in the order of commit
 */
record LockHistory(List<Hold> holds, List<Write> accepted, List<Write> refused, List<Long> stored) {

  /** Checks each lock by itself. */
  static Verdict check(Map<String, LockHistory> locks) {
    List<String> violations = new ArrayList<>();
    long checked = 0;
    for (Map.Entry<String, LockHistory> lock : locks.entrySet()) {
      Verdict verdict = LockChecker.check(lock.getValue());
      verdict.violations().forEach(found -> violations.add(lock.getKey() + ": " + found));
      checked += verdict.checked();
    }
    return Verdict.of("lock", checked, violations);
  }

  /** How many answers it has. */
  long size() {
    return (long) holds.size() + accepted.size() + refused.size() + stored.size();
  }
}
