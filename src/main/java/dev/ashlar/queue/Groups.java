package dev.ashlar.queue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The groups of a queue that have messages in memory, or a pace to keep. Not thread-safe. */
final class Groups {
  /** With fewer in flight than this a group is never said to be noisy. */
  private static final int QUIET = 30;

  /** A group is noisy that has more than one in so many of all that is in flight. */
  private static final int NOISY_SHARE = 10;

  private final boolean fifo;
  private final Map<String, Group> groups = new HashMap<>();

  /** Groups that their rate holds back, by when it lets them go. */
  private final TreeSet<Pause> pauses = new TreeSet<>();

  /** Groups that are to be forgotten, when they have their pace no more. */
  private final TreeSet<Pause> leaving = new TreeSet<>();

  private record Pause(Instant until, String name) implements Comparable<Pause> {
    @Override
    public int compareTo(Pause other) {
      int byTime = until.compareTo(other.until);
      return byTime != 0 ? byTime : name.compareTo(other.name);
    }
  }

  Groups(boolean fifo) {
    this.fifo = fifo;
  }

  Group of(String name) {
    return groups.computeIfAbsent(name, n -> new Group(n, fifo));
  }

  @Nullable Group find(@Nullable String name) {
    return name == null ? null : groups.get(name);
  }

  void forEach(Consumer<Group> action) {
    groups.values().forEach(action);
  }

  /** Whether a group has so large a share of what is in flight that others go first. */
  boolean isNoisy(@Nullable String name, int allInFlight) {
    Group group = find(name);
    return group != null && group.inFlight >= QUIET && group.inFlight * NOISY_SHARE > allInFlight;
  }

  /** The rate of a group holds it back until then. */
  void pause(Group group, Instant until) {
    boolean unused = pauses.add(new Pause(until, group.name));
  }

  /** When the first of those that are held back may go on; null when none is. */
  @Nullable Instant nextDue() {
    return pauses.isEmpty() ? null : pauses.first().until;
  }

  /** Those whose pauses are over. */
  void resume(Instant now, Consumer<Group> action) {
    while (!pauses.isEmpty() && !pauses.first().until.isAfter(now)) {
      Group group = find(pauses.pollFirst().name);
      if (group != null) {
        action.accept(group);
      }
    }
    while (!leaving.isEmpty() && !leaving.first().until.isAfter(now)) {
      Group group = find(leaving.pollFirst().name);
      if (group != null) {
        forgetIfEmpty(group, now);
      }
    }
  }

  void forgetIfEmpty(Group group, Instant now) {
    if (group.isEmpty(now)) {
      groups.remove(group.name);
    } else if (group.isEmpty(group.pace)) {
      boolean unused = leaving.add(new Pause(group.pace, group.name));
    }
  }

  /** The paces that bind somebody yet, by group. */
  Map<String, Instant> paces(Instant now) {
    Map<String, Instant> paces = new TreeMap<>();
    for (Group group : groups.values()) {
      if (group.pace.isAfter(now)) {
        paces.put(group.name, group.pace);
      }
    }
    return paces;
  }
}
