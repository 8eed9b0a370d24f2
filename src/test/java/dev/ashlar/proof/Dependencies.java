package dev.ashlar.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which transaction must come before which; a cycle means that no order exists. */
final class Dependencies {
  /** By transaction, those that come after it, with the reason. */
  private final Map<Integer, Map<Integer, String>> after = new LinkedHashMap<>();

  void add(Transaction first, Transaction second, String why) {
    if (first.id() != second.id()) {
      after.computeIfAbsent(first.id(), id -> new LinkedHashMap<>()).putIfAbsent(second.id(), why);
    }
  }

  /** What was answered comes before what was called later; only the nearest, the rest follows. */
  void addRealTime(List<Transaction> transactions) {
    List<Transaction> byCall =
        transactions.stream()
            .filter(t -> t.outcome() != Outcome.FAIL)
            .sorted(Comparator.comparingLong(t -> t.span().invoked()))
            .toList();
    List<Transaction> answered = new ArrayList<>();
    for (Transaction next : byCall) {
      List<Transaction> before =
          answered.stream().filter(t -> t.span().isBefore(next.span())).toList();
      long nearest = before.stream().mapToLong(t -> t.span().invoked()).max().orElse(0);
      for (Transaction each : before) {
        if (each.span().completed() >= nearest) {
          add(each, next, "answered before the call of");
        } else {
          answered.remove(each);
        }
      }
      answered.add(next);
    }
  }

  /** One cycle of each knot of transactions, in words. */
  List<String> cycles() {
    List<String> cycles = new ArrayList<>();
    Set<Integer> finished = new HashSet<>();
    for (int start : after.keySet()) {
      List<Integer> cycle = cycleFrom(start, finished);
      if (!cycle.isEmpty()) {
        cycles.add(inWords(cycle));
      }
    }
    return cycles;
  }

  /** A walk in depth; whoever is met again on the way closes a cycle. */
  private List<Integer> cycleFrom(int start, Set<Integer> finished) {
    Deque<Integer> way = new ArrayDeque<>();
    Map<Integer, Deque<Integer>> left = new HashMap<>();
    way.addLast(start);
    while (!way.isEmpty() && !finished.contains(start)) {
      int here = way.getLast();
      Deque<Integer> next =
          left.computeIfAbsent(
              here, id -> new ArrayDeque<>(after.getOrDefault(id, Map.of()).keySet()));
      if (next.isEmpty()) {
        finished.add(way.removeLast());
        continue;
      }
      int to = next.removeFirst();
      if (left.containsKey(to) && !finished.contains(to)) {
        List<Integer> cycle = new ArrayList<>(way);
        finished.addAll(way);
        return cycle.subList(cycle.indexOf(to), cycle.size());
      }
      if (!finished.contains(to)) {
        way.addLast(to);
      }
    }
    return List.of();
  }

  private String inWords(List<Integer> cycle) {
    StringBuilder words = new StringBuilder("no order: ");
    for (int i = 0; i < cycle.size(); i++) {
      int next = cycle.get((i + 1) % cycle.size());
      String why = after.getOrDefault(cycle.get(i), Map.of()).getOrDefault(next, "?");
      words.append(cycle.get(i)).append(' ').append(why).append(' ');
    }
    return words.append(cycle.get(0)).toString();
  }
}
