package dev.ashlar.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch appends to the logs of its queues, in order; and what of it concerns a queue is
 * taken in by that queue's state at once. Not thread-safe.
 */
final class QueueLog {
  private static final int BLOCK = 4_096;

  final Instant now;
  final List<NewMessage> messages = new ArrayList<>();
  final List<NewEvent> events = new ArrayList<>();
  final List<Copy> copies = new ArrayList<>();
  private final Map<Integer, QueueState> states = new HashMap<>();
  private final List<Long> blocks;
  private int taken;

  /** A new message. */
  record NewMessage(int queue, MessageHead head, Content content) {}

  /** A new event. */
  record NewEvent(int queue, long position, QueueEvent event) {}

  /**
   * A message that is stored already, and is to be in the log of another queue.
   *
   * @param source the queue's id
   * @param deadLetter how it died; null for one that lives again
   * @param edited what it carries from now on; null for what it does
   */
  record Copy(
      int source,
      long from,
      int queue,
      MessageHead head,
      @Nullable DeadLetter deadLetter,
      @Nullable Content edited) {}

  /**
   * @param now the database's clock, read under the locks of the queues
   * @param blocks the first of so many positions each, drawn under these locks, in order
   */
  QueueLog(Instant now, List<Long> blocks) {
    this.now = now;
    this.blocks = blocks;
  }

  /** How many blocks so many rows need. */
  static int blocksFor(long rows) {
    return (int) ((rows + BLOCK - 1) / BLOCK);
  }

  /** So long from now, as exactly as the database keeps it. */
  Instant after(Duration time) {
    return now.plus(time).truncatedTo(ChronoUnit.MICROS);
  }

  long nextPosition() {
    long position = blocks.get(taken / BLOCK) + taken % BLOCK;
    taken++;
    return position;
  }

  void append(QueueState state, QueueEvent event) {
    long position = nextPosition();
    events.add(new NewEvent(state.config().id(), position, event));
    new QueueEvents(state).apply(event, now, Map.of());
    state.applied = position;
  }

  void append(QueueState state, MessageHead head, Content content) {
    messages.add(new NewMessage(state.config().id(), head, content));
    state.arrive(head);
  }

  void append(Copy copy) {
    copies.add(copy);
    QueueState target = states.get(copy.queue());
    if (target != null) {
      target.arrive(copy.head()); // before a later command of the batch gives out what follows it
    }
  }

  /** A queue that is decided on in this batch: what others send it, it is to have in order. */
  void follows(QueueState state) {
    states.put(state.config().id(), state);
  }

  /** How many rows it has for a queue. */
  long rowsOf(int queue) {
    return messages.stream().filter(message -> message.queue() == queue).count()
        + events.stream().filter(event -> event.queue() == queue).count()
        + copies.stream().filter(copy -> copy.queue() == queue).count();
  }

  /** Whether somebody may find something in the queue now that was not there before. */
  boolean makesVisible(int queue) {
    return messages.stream().anyMatch(message -> message.queue() == queue)
        || copies.stream().anyMatch(copy -> copy.queue() == queue)
        || events.stream()
            .anyMatch(
                event ->
                    event.queue() == queue
                        && !(event.event() instanceof QueueEvent.Delivered)
                        && !(event.event() instanceof QueueEvent.Extended));
  }
}
