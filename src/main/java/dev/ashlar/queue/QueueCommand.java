package dev.ashlar.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is to be done with one queue. */
sealed interface QueueCommand {
  long OVERHEAD = 500;

  String queue();

  /** Other queues that are written to as well. */
  default Collection<String> targets() {
    return List.of();
  }

  /** What is done in the same transaction, and told how many messages it was; null for nothing. */
  default @Nullable LongConsumer alongside() {
    return null;
  }

  /** The most rows of the log that it may take. */
  default int rows() {
    return 2;
  }

  /** About how many bytes it takes until it is done. */
  default long weight() {
    return OVERHEAD;
  }

  private static long weight(List<String> receipts) {
    return OVERHEAD + receipts.stream().mapToLong(String::length).sum();
  }

  /** Store these messages, all or none. */
  record Send(String queue, List<Outgoing> messages) implements QueueCommand {
    @Override
    public int rows() {
      return messages.size();
    }

    @Override
    public long weight() {
      return messages.stream().mapToLong(message -> message.content().weight()).sum();
    }
  }

  /**
   * Give out what is next in turn.
   *
   * @param visibility how long the messages are hidden from others; null for the queue's time-out
   * @param attempt the client's id of the call: it is answered again what it was answered
   */
  record Receive(String queue, int max, @Nullable Duration visibility, @Nullable String attempt)
      implements QueueCommand {}

  /**
   * They are done.
   *
   * @param late whether a receipt whose time is over counts while nobody else was given the message
   */
  record Ack(String queue, List<String> receipts, boolean late) implements QueueCommand {
    Ack(String queue, List<String> receipts) {
      this(queue, receipts, false);
    }

    @Override
    public long weight() {
      return QueueCommand.weight(receipts);
    }
  }

  /**
   * They could not be processed.
   *
   * @param delay when to give them again; null for the queue's back-off
   */
  record Nack(
      String queue, List<String> receipts, @Nullable Duration delay, @Nullable String reason)
      implements QueueCommand {
    @Override
    public long weight() {
      return QueueCommand.weight(receipts);
    }
  }

  /**
   * Hide them for so long from now on.
   *
   * @param visibility nothing to give them back; null for the queue's time-out
   */
  record Extend(String queue, List<String> receipts, @Nullable Duration visibility)
      implements QueueCommand {
    @Override
    public long weight() {
      return QueueCommand.weight(receipts);
    }
  }

  /** Their receiver was gone before he had them. */
  record Undeliver(String queue, List<Long> positions, long nonce) implements QueueCommand {}

  /**
   * Move those that failed too often.
   *
   * @param target the dead letter queue; null to keep them here as dead
   */
  record Bury(String queue, @Nullable String target) implements QueueCommand {
    @Override
    public Collection<String> targets() {
      return target == null ? List.of() : List.of(target);
    }

    @Override
    public int rows() {
      return QueueSends.MOST_AT_ONCE + 1;
    }
  }

  /** Move messages that are dead, or wait to be received, each to a queue. */
  record Move(String queue, List<Moving> messages, LongConsumer alongside) implements QueueCommand {
    @Override
    public Collection<String> targets() {
      return messages.stream().map(Moving::target).collect(Collectors.toSet());
    }

    @Override
    public int rows() {
      return messages.size() + 1;
    }

    @Override
    public long weight() {
      return OVERHEAD
          + messages.stream()
              .mapToLong(m -> m.edited() == null ? OVERHEAD / 2 : m.edited().weight())
              .sum();
    }
  }

  /**
   * A message that is to be moved.
   *
   * @param edited what it carries then; null for what it does
   */
  record Moving(long position, String target, int priority, @Nullable Content edited) {}

  /**
   * Drop all messages.
   *
   * @param alongside the audit
   */
  record Purge(String queue, LongConsumer alongside) implements QueueCommand {}

  /** Drop messages that were kept for as long as the queue keeps them; not all at once. */
  record Retire(String queue) implements QueueCommand {}

  /** Let time pass, and tell how many messages there are. */
  record Look(String queue) implements QueueCommand {}

  /** Tell where the lanes stand and what is in memory. */
  record Survey(String queue) implements QueueCommand {}

  /** Write a checkpoint, whether it is due or not. */
  record Mark(String queue) implements QueueCommand {}
}
