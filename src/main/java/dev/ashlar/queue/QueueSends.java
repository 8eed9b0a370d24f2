package dev.ashlar.queue;

import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides on messages that are sent to one queue, and on those that are moved. */
final class QueueSends {
  /** How many are moved by one command. */
  static final int MOST_AT_ONCE = 1_000;

  private static final String MAX_RECEIVES = "max-receives";

  private final QueueState state;
  private final QueueLog log;
  private final Map<String, SentMessage> known;

  /**
   * @param known what was sent under which deduplication id within the window; added to
   */
  QueueSends(QueueState state, QueueLog log, Map<String, SentMessage> known) {
    this.state = state;
    this.log = log;
    this.known = known;
  }

  QueueResult send(QueueCommand.Send command) {
    try {
      check(state.config(), command.messages(), state.now());
    } catch (ProblemException e) {
      return new QueueResult.Refused(e);
    }
    List<SentMessage> stored = new ArrayList<>();
    for (Outgoing message : command.messages()) {
      stored.add(send(message));
    }
    return new QueueResult.Sent(stored);
  }

  /**
   * Checks what of messages depends on their queue.
   *
   * @throws ProblemException 400 or 413
   */
  static void check(QueueConfig config, List<Outgoing> messages, Instant now) {
    for (int i = 0; i < messages.size(); i++) {
      Outgoing message = messages.get(i);
      if (message.content().body().length > config.maxMessageBytes()) {
        throw ProblemException.tooLarge(
            "A message of this queue may have " + config.maxMessageBytes() + " bytes at most.");
      }
      String where = QueueRules.field(messages.size(), i);
      Checks checks = new Checks();
      if (config.fifo()) {
        checkFifo(checks, where, message);
      }
      Duration delay = message.delay();
      Instant hidden = message.at() != null ? message.at() : delay == null ? now : now.plus(delay);
      checks
          .that(
              hidden.isBefore(now.plus(config.retention())),
              where + (message.at() == null ? "delay" : "at"),
              "must end before the queue's retention")
          .orThrow();
    }
  }

  private static void checkFifo(Checks checks, String at, Outgoing message) {
    checks
        .that(message.group() != null, at + "group", "is what a fifo queue orders by")
        .that(
            message.content().priority() == 0, at + "priority", "would break a fifo queue's order")
        .that(
            message.at() == null && (message.delay() == null || message.delay().isZero()),
            at + (message.at() == null ? "delay" : "at"),
            "would break a fifo queue's order; set the delay of the queue");
  }

  private SentMessage send(Outgoing message) {
    Content content = message.content();
    SentMessage former = content.dedupId() == null ? null : known.get(content.dedupId());
    if (former != null) {
      return former;
    }
    MessageHead head =
        new MessageHead(
            log.nextPosition(),
            content.priority(),
            message.group(),
            notBefore(message),
            log.now,
            content.size());
    log.append(state, head, content);
    if (content.dedupId() != null) {
      known.put(content.dedupId(), new SentMessage(content.id(), true, head.position()));
    }
    return new SentMessage(content.id(), false, head.position());
  }

  private @Nullable Instant notBefore(Outgoing message) {
    Duration delay = message.delay();
    Instant until =
        message.at() != null
            ? message.at().truncatedTo(ChronoUnit.MICROS)
            : state.after(delay == null || state.config().fifo() ? state.config().delay() : delay);
    if (state.config().fifo() && state.lastNotBefore.isAfter(until)) {
      until = state.lastNotBefore;
    }
    return until.isAfter(state.now()) ? until : null;
  }

  /**
   * Moves those that failed too often.
   *
   * @param target where to; null for the dead of this queue
   */
  QueueResult bury(@Nullable QueueConfig target) {
    List<Item> dead = state.turns().exhausted().stream().limit(MOST_AT_ONCE).toList();
    for (Item item : dead) {
      DeadLetter how =
          new DeadLetter(
              state.config().name(),
              MAX_RECEIVES,
              item.attempts,
              item.head.sentAt(),
              item.lastError);
      int lane = target == null ? MessageHead.DEAD : target.fifo() ? 0 : item.head.lane();
      copy(item, target == null ? state.config() : target, lane, how, null);
    }
    return moved(dead);
  }

  /** Whether a message may be moved to that queue. */
  static boolean fits(MessageHead head, QueueConfig target, QueueCommand.Moving how) {
    boolean fits = how.edited() == null || how.edited().body().length <= target.maxMessageBytes();
    return fits && (!target.fifo() || head.group() != null);
  }

  /** Sends a message that waits to be received, or is dead, as a new one. */
  void move(Item item, QueueConfig target, QueueCommand.Moving how) {
    copy(item, target, target.fifo() ? 0 : how.priority(), null, how.edited());
  }

  private void copy(
      Item item, QueueConfig to, int lane, @Nullable DeadLetter how, @Nullable Content edited) {
    MessageHead old = item.head;
    int size = edited == null ? old.size() : edited.size();
    MessageHead head = new MessageHead(log.nextPosition(), lane, old.group(), null, log.now, size);
    log.append(new QueueLog.Copy(state.config().id(), old.position(), to.id(), head, how, edited));
  }

  /** They are here no more. */
  QueueResult moved(List<Item> items) {
    if (!items.isEmpty()) {
      log.append(state, new QueueEvent.Moved(items.stream().map(Item::position).toList()));
    }
    return new QueueResult.Done(items.size());
  }
}
