package dev.ashlar.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a queue lost nothing that it had accepted, delivered nothing that was not sent, and kept
 * the order inside each group. Duplicates are allowed at least-once, but counted and explained.
 */
final class QueueChecker {
  /**
   * A message and the call that sent it.
   *
   * @param group messages of one group come in the order of their sending; null for none
   */
  record Sent(String message, @Nullable String group, Outcome outcome, Span span) {}

  /**
   * A delivery, and what the receiver did with it.
   *
   * @param received the call that brought it
   * @param acknowledged the call that ended it; null when the receiver made none
   * @param outcome of the acknowledgement
   * @param visibleAgain when the receiver's time with it ended; from then on it may be redelivered
   */
  record Delivery(
      String message,
      Span received,
      @Nullable Span acknowledged,
      Outcome outcome,
      long visibleAgain) {
    boolean wasAcknowledged() {
      return acknowledged != null && outcome == Outcome.OK;
    }
  }

  private final Map<String, Sent> sent;
  private final Map<String, List<Delivery>> deliveries;
  private final List<String> violations = new ArrayList<>();
  private int explained;

  private QueueChecker(List<Sent> sent, List<Delivery> deliveries) {
    this.sent = sent.stream().collect(Collectors.toMap(Sent::message, Function.identity()));
    this.deliveries = new HashMap<>();
    deliveries.stream()
        .sorted(Comparator.comparingLong(d -> d.received.completed()))
        .forEach(d -> this.deliveries.computeIfAbsent(d.message, m -> new ArrayList<>()).add(d));
  }

  /** A verdict, and how many deliveries repeated one whose time had ended. */
  record Result(Verdict verdict, int duplicates) {}

  /**
   * @param remaining the messages that are still in the queue at the end
   */
  static Result check(List<Sent> sent, List<Delivery> deliveries, Set<String> remaining) {
    QueueChecker checker = new QueueChecker(sent, deliveries);
    checker.checkLost(remaining);
    checker.checkPhantoms();
    checker.deliveries.values().forEach(checker::checkRepeated);
    checker.checkGroups();
    long checked = sent.size() + (long) deliveries.size();
    return new Result(Verdict.of("queue", checked, checker.violations), checker.explained);
  }

  private void checkLost(Set<String> remaining) {
    for (Sent message : sent.values()) {
      boolean ended =
          deliveries.getOrDefault(message.message, List.of()).stream()
              .anyMatch(d -> d.acknowledged != null && d.outcome != Outcome.FAIL);
      if (message.outcome == Outcome.OK && !ended && !remaining.contains(message.message)) {
        violations.add("lost: " + message);
      }
    }
  }

  private void checkPhantoms() {
    for (String message : deliveries.keySet()) {
      Sent origin = sent.get(message);
      if (origin == null || origin.outcome == Outcome.FAIL) {
        violations.add("delivered, but never sent: " + message);
      }
    }
  }

  private void checkRepeated(List<Delivery> ofOne) {
    for (int i = 1; i < ofOne.size(); i++) {
      Delivery again = ofOne.get(i);
      Delivery before = ofOne.get(i - 1);
      if (ofOne.subList(0, i).stream().anyMatch(d -> isOver(d, again))) {
        violations.add("delivered after it was acknowledged: " + again);
      } else if (again.received.completed() < before.visibleAgain) {
        violations.add("delivered to two at once: " + before + " and " + again);
      } else {
        explained++;
      }
    }
  }

  private static boolean isOver(Delivery done, Delivery again) {
    return done.wasAcknowledged()
        && done.acknowledged != null
        && done.acknowledged.isBefore(again.received);
  }

  private void checkGroups() {
    sent.values().stream()
        .filter(message -> message.group != null && deliveries.containsKey(message.message))
        .collect(Collectors.groupingBy(message -> String.valueOf(message.group)))
        .values()
        .forEach(this::checkOrder);
  }

  /** Of two sent one after the other, the second must not be seen before the first. */
  private void checkOrder(List<Sent> group) {
    List<Sent> bySending = new ArrayList<>(group);
    bySending.sort(Comparator.comparingLong(s -> s.span.invoked()));
    for (int i = 0; i < bySending.size(); i++) {
      Sent later = bySending.get(i);
      for (Sent earlier : bySending.subList(0, i)) {
        if (earlier.span.isBefore(later.span) && firstSeen(later).isBefore(firstSeen(earlier))) {
          violations.add("out of order: " + later + " was delivered before " + earlier);
        }
      }
    }
  }

  private Span firstSeen(Sent message) {
    return deliveries.getOrDefault(message.message, List.of()).get(0).received;
  }
}
