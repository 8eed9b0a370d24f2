package dev.ashlar.proof;

import dev.ashlar.proof.QueueChecker.Delivery;
import dev.ashlar.proof.QueueChecker.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the clients of one queue did and were told.
 *
 * @param remaining the messages that were still in it at the end
 */
record QueueHistory(List<Sent> sent, List<Delivery> deliveries, Set<String> remaining) {

  /** How many deliveries repeated one whose time had ended. */
  int redelivered() {
    return checked().duplicates();
  }

  private QueueChecker.Result checked() {
    return QueueChecker.check(sent, deliveries, remaining);
  }

  /** Checks each queue by itself. */
  static Verdict check(Map<String, QueueHistory> queues) {
    List<String> violations = new ArrayList<>();
    long checked = 0;
    for (Map.Entry<String, QueueHistory> queue : queues.entrySet()) {
      Verdict verdict = queue.getValue().checked().verdict();
      verdict.violations().forEach(found -> violations.add(queue.getKey() + ": " + found));
      checked += verdict.checked();
    }
    return Verdict.of("queue", checked, violations);
  }
}
