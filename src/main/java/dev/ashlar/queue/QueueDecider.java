package dev.ashlar.queue;

import dev.ashlar.queue.QueueResult.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the commands of a batch to one queue: changes its state, and appends to its log what
 * has happened. Plain Java; not thread-safe.
 */
final class QueueDecider {
  private final QueueState state;
  private final QueueLog log;
  private final RandomGenerator random;
  private final AnswerBytes bytes;

  /**
   * @param random where nonces come from, that nobody can guess
   * @param bytes of the whole batch
   */
  QueueDecider(QueueState state, QueueLog log, RandomGenerator random, AnswerBytes bytes) {
    this.state = state;
    this.log = log;
    this.random = random;
    this.bytes = bytes;
    state.advance(log.now);
  }

  /** {@link QueueResult.Hungry} when the lanes must be refilled first. */
  QueueResult decide(QueueCommand command) {
    if (command instanceof QueueCommand.Receive receive) {
      return receive(receive);
    } else if (command instanceof QueueCommand.Ack ack) {
      return ack(ack);
    } else if (command instanceof QueueCommand.Nack nack) {
      return nack(nack);
    } else if (command instanceof QueueCommand.Extend extend) {
      return extend(extend);
    } else if (command instanceof QueueCommand.Undeliver undeliver) {
      return undeliver(undeliver);
    } else if (command instanceof QueueCommand.Purge) {
      return purge(
          log.nextPosition(), state.lanes().all().stream().map(lane -> lane.untouched).toList());
    } else if (command instanceof QueueCommand.Survey) {
      return new QueueResult.Surveyed(state.config(), state.checkpoint(), state.now());
    }
    return QueueCounts.of(state);
  }

  private QueueResult receive(QueueCommand.Receive command) {
    if (bytes.areSpent()) {
      return new QueueResult.Later();
    }
    Attempts.Attempt attempt = state.attempt(command.attempt());
    if (attempt != null) {
      return received(attempt.positions(), attempt.nonce());
    }
    List<Item> chosen = choose(command.max());
    if (chosen.isEmpty()) {
      return state.lanes().isHungry() ? new QueueResult.Hungry() : received(List.of(), 0);
    }
    List<Long> positions = chosen.stream().map(Item::position).toList();
    long nonce = random.nextLong();
    Instant until = state.after(visibility(command.visibility()));
    log.append(state, new QueueEvent.Delivered(positions, until, nonce, command.attempt()));
    return received(positions, nonce);
  }

  private Duration visibility(@Nullable Duration wanted) {
    return wanted == null ? state.config().visibilityTimeout() : wanted;
  }

  private QueueResult received(List<Long> positions, long nonce) {
    List<Given> given = new ArrayList<>();
    for (long position : positions) {
      Item item = Objects.requireNonNull(state.item(position));
      bytes.spend(item.head.size());
      String receipt = new Receipt(state.config().id(), position, nonce).text();
      given.add(
          new Given(item.head, item.attempts, item.firstReceivedAt, receipt, item.visibleAt, null));
    }
    return new QueueResult.Received(given, nonce, state.nextDue(), state.now());
  }

  /** Whose turn it is; those of noisy groups after the others. */
  private List<Item> choose(int max) {
    Turns turns = state.turns();
    Choice choice = new Choice(Math.min(max, state.room()));
    TreeSet<Item> noisy = new TreeSet<>(Item.TURN);
    Item item = choice.isFull() ? null : state.next(null, false);
    while (item != null) {
      if (turns.isNoisy(item.group())) {
        noisy.add(item);
      } else {
        choice.take(item);
      }
      item = choice.isFull() ? null : state.next(item, !noisy.isEmpty());
    }
    while (!noisy.isEmpty() && !choice.isFull()) {
      Item late = Objects.requireNonNull(noisy.pollFirst());
      Item following = choice.take(late) ? turns.offered(late.group()) : null;
      if (following != null) {
        noisy.add(following);
      }
    }
    return choice.chosen;
  }

  /** What one receive is given. */
  private final class Choice {
    final List<Item> chosen = new ArrayList<>();
    private final int max;
    private long left = bytes.forNext();

    Choice(int max) {
      this.max = max;
    }

    boolean isFull() {
      return chosen.size() >= max || left <= 0;
    }

    /** False if it is too large for what else there is. */
    boolean take(Item item) {
      if (!chosen.isEmpty() && item.head.size() > left) {
        return false;
      }
      state.turns().choose(item);
      chosen.add(item);
      left -= item.head.size();
      return true;
    }
  }

  private QueueResult ack(QueueCommand.Ack command) {
    Set<Long> done = new HashSet<>();
    List<ReceiptOutcome> outcomes = new ArrayList<>();
    for (String text : command.receipts()) {
      Receipt receipt = Receipt.parse(text);
      ReceiptOutcome outcome = outcome(receipt);
      if (receipt != null && outcome == ReceiptOutcome.EXPIRED && command.late()) {
        outcome = state.wasLastGivenTo(receipt) ? ReceiptOutcome.OK : outcome;
      }
      if (receipt != null && outcome == ReceiptOutcome.OK) {
        done.add(receipt.position());
      } else if (receipt != null && wasAcked(receipt)) {
        outcome = ReceiptOutcome.OK;
      }
      outcomes.add(outcome);
    }
    if (!done.isEmpty()) {
      log.append(state, new QueueEvent.Acked(List.copyOf(done)));
    }
    return new QueueResult.Settled(outcomes);
  }

  private boolean wasAcked(Receipt receipt) {
    Long nonce = state.ackedBy(receipt.position());
    return nonce != null && nonce == receipt.nonce() && receipt.queue() == state.config().id();
  }

  private ReceiptOutcome outcome(@Nullable Receipt receipt) {
    if (receipt == null || receipt.queue() != state.config().id()) {
      return ReceiptOutcome.INVALID;
    }
    return state.isHeldBy(receipt.position(), receipt.nonce())
        ? ReceiptOutcome.OK
        : ReceiptOutcome.EXPIRED;
  }

  private QueueResult nack(QueueCommand.Nack command) {
    return change(
        command.receipts(),
        item -> state.after(command.delay() == null ? backoff(item) : command.delay()),
        (positions, until) -> new QueueEvent.Returned(positions, until, command.reason()));
  }

  private Duration backoff(Item item) {
    return state.config().backoff().after(item.attempts, random.nextDouble());
  }

  private QueueResult extend(QueueCommand.Extend command) {
    Duration visibility = visibility(command.visibility());
    return change(
        command.receipts(),
        item -> state.after(visibility),
        (positions, until) ->
            visibility.isZero()
                ? new QueueEvent.Returned(positions, until, null)
                : new QueueEvent.Extended(positions, until));
  }

  private QueueResult change(
      List<String> receipts,
      java.util.function.Function<Item, Instant> until,
      BiFunction<List<Long>, List<Instant>, QueueEvent> event) {
    Map<Long, Instant> changed = new LinkedHashMap<>();
    List<ReceiptOutcome> outcomes = new ArrayList<>();
    for (String text : receipts) {
      Receipt receipt = Receipt.parse(text);
      ReceiptOutcome outcome = outcome(receipt);
      outcomes.add(outcome);
      Item item = receipt == null ? null : state.item(receipt.position());
      if (outcome == ReceiptOutcome.OK && item != null) {
        changed.put(item.position(), until.apply(item));
      }
    }
    if (!changed.isEmpty()) {
      log.append(state, event.apply(List.copyOf(changed.keySet()), List.copyOf(changed.values())));
    }
    return new QueueResult.Settled(outcomes);
  }

  /** Not what an attempt was answered: whoever repeated the call may have it. */
  private QueueResult undeliver(QueueCommand.Undeliver command) {
    if (state.attempts().areAnswered(command.nonce())) {
      return new QueueResult.Done(0);
    }
    List<Long> held =
        command.positions().stream().filter(p -> state.isHeldBy(p, command.nonce())).toList();
    if (!held.isEmpty()) {
      log.append(state, new QueueEvent.Undelivered(held));
    }
    return new QueueResult.Done(held.size());
  }

  /** Drops all up to a position; {@code untouched} is how many of each lane nobody has received. */
  QueueResult purge(long upTo, List<Long> untouched) {
    QueueResult.Counted before = QueueCounts.of(state);
    log.append(state, new QueueEvent.Purged(upTo, untouched));
    QueueResult.Counted after = QueueCounts.of(state);
    return new QueueResult.Done(QueueCounts.total(before) - QueueCounts.total(after));
  }
}
