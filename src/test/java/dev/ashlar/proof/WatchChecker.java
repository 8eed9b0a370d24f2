package dev.ashlar.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether watchers of a bucket were told every change, once, in order, also across reconnects to
 * other nodes.
 */
final class WatchChecker {
  /**
   * A change of a key.
   *
   * @param value null for a deletion
   */
  record Change(long revision, String key, @Nullable String value) {}

  /**
   * What one watcher was told, over all its connections in the order of their arrival.
   *
   * @param after the revision after which it began
   * @param upTo the revision to which it had certainly read when it stopped
   */
  record Watcher(String name, String prefix, long after, long upTo, List<Change> told) {
    Watcher {
      told = List.copyOf(told);
    }
  }

  private final List<String> violations = new ArrayList<>();
  private final Map<Long, Change> known = new TreeMap<>();

  private WatchChecker() {}

  /**
   * @param acknowledged the changes that their writers were told of
   * @param impossible changes that certainly failed, by key and value; their revision is not known
   */
  static Verdict check(List<Change> acknowledged, List<Change> impossible, List<Watcher> watchers) {
    WatchChecker checker = new WatchChecker();
    acknowledged.forEach(checker::learn);
    long told = 0;
    for (Watcher watcher : watchers) {
      checker.checkOrder(watcher);
      for (Change change : watcher.told) {
        checker.learn(change);
        checker.checkPossible(watcher, change, impossible);
        told++;
      }
    }
    watchers.forEach(checker::checkGaps);
    return Verdict.of("watch", told, checker.violations);
  }

  /** Whoever speaks of a revision must mean the same change. */
  private void learn(Change change) {
    Change other = known.putIfAbsent(change.revision, change);
    if (other != null && !other.equals(change)) {
      violations.add("two changes at one revision: " + other + " and " + change);
    }
  }

  private void checkOrder(Watcher watcher) {
    long last = watcher.after;
    for (Change change : watcher.told) {
      if (change.revision <= last) {
        violations.add(watcher.name + " was told " + change.revision + " after " + last);
      }
      if (!change.key.startsWith(watcher.prefix)) {
        violations.add(watcher.name + " was told of a key it does not watch: " + change.key);
      }
      last = Math.max(last, change.revision);
    }
  }

  private void checkPossible(Watcher watcher, Change change, List<Change> impossible) {
    for (Change failed : impossible) {
      if (failed.value != null
          && failed.value.equals(change.value)
          && failed.key.equals(change.key)) {
        violations.add(watcher.name + " was told of a change that failed: " + change);
      }
    }
  }

  /** What anybody knows to have happened must have been told to all who watched it. */
  private void checkGaps(Watcher watcher) {
    Map<Long, Change> told = new HashMap<>();
    watcher.told.forEach(change -> told.put(change.revision, change));
    known.values().stream()
        .filter(change -> change.revision > watcher.after && change.revision <= watcher.upTo)
        .filter(change -> change.key.startsWith(watcher.prefix))
        .filter(change -> !told.containsKey(change.revision))
        .forEach(change -> violations.add(watcher.name + " was never told of " + change));
  }
}
