package dev.ashlar.proof;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Draws faults from a seed: all kinds in a random order, then again. */
final class FaultPlan {
  private final Random random;
  private final int nodes;
  private final Deque<Fault.Kind> bag = new ArrayDeque<>();

  FaultPlan(long seed, int nodes) {
    this.random = new Random(seed);
    this.nodes = nodes;
  }

  /** How long nothing is broken before the next fault. */
  Duration calm() {
    return between(500, 2_500);
  }

  Fault next() {
    if (bag.isEmpty()) {
      List<Fault.Kind> kinds = Arrays.asList(Fault.Kind.values());
      Collections.shuffle(kinds, random);
      bag.addAll(kinds);
    }
    Fault.Kind kind = bag.pop();
    Duration lasting =
        switch (kind) {
          case KILL_NODE -> Duration.ZERO;
          case PAUSE_NODE -> between(6_000, 8_000);
          case CRASH_DATABASE, DELAY_CONNECTION, CUT_CONNECTION -> between(500, 4_000);
          case HALF_OPEN_CONNECTION -> between(1_000, 8_000);
        };
    return new Fault(kind, random.nextInt(nodes), lasting);
  }

  private Duration between(int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }
}
