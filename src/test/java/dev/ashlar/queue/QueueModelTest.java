package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Random commands at two nodes, which lose their memory now and then and read the log in small
 * pieces, keep what a queue promises: nothing is lost, nobody is given what another is processing,
 * order inside a FIFO group, priority before age, and counts that are right.
 */
class QueueModelTest {
  enum Kind {
    SEND,
    SEND_LATER,
    RECEIVE,
    ACK,
    NACK,
    EXTEND,
    FORGET,
    MARK,
    PURGE
  }

  /** A command at a node. */
  record Step(Kind kind, int node, int which, int millisLater) {}

  /** A message as its sender knows it. */
  private record Sent(long position, int priority, @Nullable String group, Instant from) {}

  private record Held(String receipt, Instant until) {}

  private static final class Run {
    final MemoryQueue queue;
    final boolean fifo;
    final Map<Long, Sent> open = new TreeMap<>();
    final Map<Long, Held> held = new HashMap<>();
    final Map<Long, Instant> resting = new HashMap<>();
    final Map<Long, Integer> attempts = new HashMap<>();
    final List<String> receipts = new ArrayList<>();

    /** Most of a group in flight, of a standard queue. */
    final int concurrency;

    Run(boolean fifo, int concurrency) {
      this.fifo = fifo;
      this.concurrency = concurrency;
      queue = new MemoryQueue(fifo);
      if (concurrency < Integer.MAX_VALUE) {
        queue.config = queue.perGroup(concurrency, null);
      }
      queue.ahead = 2;
    }

    void take(Step step) {
      queue.at(step.node).after(Duration.ofMillis(step.millisLater));
      held.values().removeIf(h -> !h.until.isAfter(queue.now));
      bury();
      switch (step.kind) {
        case SEND -> send(step.which, null);
        case SEND_LATER -> send(step.which, fifo ? null : Duration.ofMillis(500L * step.which));
        case RECEIVE -> receive(1 + step.which % 4);
        case ACK, NACK, EXTEND -> settle(step);
        case FORGET -> queue.forget();
        case MARK -> queue.mark();
        case PURGE -> purge();
      }
      bury();
      count();
    }

    private void send(int which, @Nullable Duration delay) {
      String group = fifo || which % 2 == 0 ? "g" + which % 3 : null;
      int priority = fifo ? 0 : which % 3;
      long position = queue.send("m", priority, group, delay);
      Instant from = delay == null ? queue.now : queue.now.plus(delay);
      open.put(position, new Sent(position, priority, group, from));
    }

    private boolean isVisible(Sent sent) {
      return !held.containsKey(sent.position)
          && !sent.from.isAfter(queue.now)
          && !resting.getOrDefault(sent.position, Instant.MIN).isAfter(queue.now);
    }

    /** What failed three times is dead, and here no more. */
    private void bury() {
      open.keySet().removeIf(p -> attempts.getOrDefault(p, 0) >= 3 && !held.containsKey(p));
    }

    private void receive(int max) {
      List<Sent> visible = open.values().stream().filter(this::isVisible).toList();
      Set<String> groupsHeld = new HashSet<>();
      open.values().stream()
          .filter(s -> held.containsKey(s.position))
          .forEach(s -> groupsHeld.add(String.valueOf(s.group)));
      QueueResult.Received received = queue.receive(max);
      List<Long> given = MemoryQueue.positions(received);
      assertThat(given).doesNotHaveDuplicates();
      assertThat(visible.stream().map(Sent::position)).containsAll(given);
      if (fifo) {
        checkGroups(given, groupsHeld);
      } else if (concurrency < Integer.MAX_VALUE) {
        checkConcurrency(given, visible);
      } else {
        // Fewer than asked for may come when the log is read on.
        assertThat(given.isEmpty()).isEqualTo(visible.isEmpty());
        checkTurns(given, visible);
      }
      for (QueueResult.Given message : received.messages()) {
        long position = message.head().position();
        held.put(position, new Held(message.receipt(), queue.now.plusSeconds(30)));
        attempts.merge(position, 1, Integer::sum);
        assertThat(message.attempts()).isEqualTo(attempts.get(position));
        receipts.add(message.receipt());
      }
    }

    /** Nobody has more of a group than he may; and somebody who may have some is given some. */
    private void checkConcurrency(List<Long> given, List<Sent> visible) {
      Map<String, Integer> inFlight = new HashMap<>();
      held.keySet().forEach(p -> count(inFlight, find(p).group));
      List<Sent> allowed =
          visible.stream()
              .filter(s -> s.group == null || inFlight.getOrDefault(s.group, 0) < concurrency)
              .toList();
      assertThat(given.isEmpty()).isEqualTo(allowed.isEmpty());
      given.forEach(p -> count(inFlight, find(p).group));
      assertThat(inFlight.values()).allMatch(number -> number <= concurrency);
    }

    private static void count(Map<String, Integer> inFlight, @Nullable String group) {
      if (group != null) {
        inFlight.merge(group, 1, Integer::sum);
      }
    }

    private void checkTurns(List<Long> given, List<Sent> visible) {
      List<Long> turns =
          visible.stream()
              .sorted(
                  (a, b) ->
                      a.priority != b.priority
                          ? b.priority - a.priority
                          : Long.compare(a.position, b.position))
              .map(Sent::position)
              .limit(given.size())
              .toList();
      assertThat(given).isEqualTo(turns);
    }

    /** Of each group what is given is its head, in order; and of none that somebody holds. */
    private void checkGroups(List<Long> given, Set<String> groupsHeld) {
      Map<String, List<Long>> byGroup = new HashMap<>();
      given.forEach(
          p -> {
            String group = String.valueOf(find(p).group);
            assertThat(groupsHeld).doesNotContain(group);
            byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(p);
          });
      byGroup.forEach(
          (group, positions) ->
              assertThat(positions)
                  .isEqualTo(
                      open.values().stream()
                          .filter(s -> group.equals(s.group))
                          .map(Sent::position)
                          .limit(positions.size())
                          .toList()));
    }

    private Sent find(long position) {
      return java.util.Objects.requireNonNull(open.get(position));
    }

    private void settle(Step step) {
      if (receipts.isEmpty()) {
        return;
      }
      String receipt = receipts.get(step.which % receipts.size());
      long position = java.util.Objects.requireNonNull(Receipt.parse(receipt)).position();
      Held holds = held.get(position);
      boolean stands = holds != null && holds.receipt.equals(receipt) && open.containsKey(position);
      ReceiptOutcome outcome = settle(step, receipt, position, stands);
      if (stands) {
        assertThat(outcome).isEqualTo(ReceiptOutcome.OK);
      } else if (step.kind != Kind.ACK) {
        assertThat(outcome).isEqualTo(ReceiptOutcome.EXPIRED);
      } else if (open.containsKey(position)) {
        assertThat(outcome).isEqualTo(ReceiptOutcome.EXPIRED);
      }
    }

    private ReceiptOutcome settle(Step step, String receipt, long position, boolean stands) {
      if (step.kind == Kind.EXTEND) {
        if (stands) {
          held.put(position, new Held(receipt, queue.now.plusSeconds(60)));
        }
        return queue.extend(List.of(receipt), Duration.ofSeconds(60)).get(0);
      }
      if (stands) {
        held.remove(position);
      }
      if (step.kind == Kind.NACK) {
        if (stands) {
          resting.put(position, queue.now.plusSeconds(step.which % 3));
        }
        return queue.nack(List.of(receipt), Duration.ofSeconds(step.which % 3)).get(0);
      }
      if (stands) {
        open.remove(position);
      }
      return queue.ack(List.of(receipt)).get(0);
    }

    private void purge() {
      queue.run(new QueueCommand.Purge(MemoryQueue.NAME, dropped -> {}));
      open.clear();
      held.clear();
    }

    private void count() {
      QueueResult.Counted counts = queue.counts();
      held.keySet().retainAll(open.keySet());
      assertThat(counts.inFlight()).as("in flight").isEqualTo(held.size());
      assertThat(counts.ready() + counts.delayed() + counts.inFlight())
          .as("all")
          .isEqualTo(open.size());
      long visible = open.values().stream().filter(this::isVisible).count();
      assertThat(counts.ready()).as("ready").isEqualTo(visible);
    }

    /** In the end all comes out that was not acknowledged. */
    void drain() {
      queue.after(Duration.ofMinutes(10));
      held.clear();
      bury();
      QueueResult.Counted unused = queue.counts(); // what is dead is moved
      Set<Long> out = new HashSet<>();
      QueueResult.Received given = queue.receive(100);
      while (!given.messages().isEmpty()) {
        assertThat(out).doesNotContainAnyElementsOf(MemoryQueue.positions(given));
        out.addAll(MemoryQueue.positions(given));
        queue.ack(MemoryQueue.receipts(given));
        given = queue.receive(100);
      }
      assertThat(out).isEqualTo(open.keySet());
    }
  }

  @Property(tries = 400)
  void aStandardQueueKeepsItsPromises(@ForAll("histories") List<Step> history) {
    run(new Run(false, Integer.MAX_VALUE), history);
  }

  @Property(tries = 400)
  void aFifoQueueKeepsItsPromises(@ForAll("histories") List<Step> history) {
    run(new Run(true, Integer.MAX_VALUE), history);
  }

  @Property(tries = 400)
  void aQueueWithBoundedGroupsKeepsItsPromises(@ForAll("histories") List<Step> history) {
    run(new Run(false, 1), history);
  }

  private static void run(Run run, List<Step> history) {
    history.forEach(run::take);
    run.drain();
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(8, Kind.SEND),
                Tuple.of(3, Kind.SEND_LATER),
                Tuple.of(10, Kind.RECEIVE),
                Tuple.of(6, Kind.ACK),
                Tuple.of(3, Kind.NACK),
                Tuple.of(1, Kind.EXTEND),
                Tuple.of(2, Kind.FORGET),
                Tuple.of(1, Kind.MARK),
                Tuple.of(1, Kind.PURGE)),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 11),
            Arbitraries.of(0, 0, 0, 100, 500, 1_000, 31_000))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60)
        .withoutEdgeCases();
  }
}
