package dev.ashlar.queue;

import dev.ashlar.queue.QueueResult.Counted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts the messages of a queue by what state they are in. */
final class QueueCounts {
  private final QueueState state;
  private long ready;
  private long inFlight;
  private long delayed;
  private long dead;
  private @Nullable Instant oldest;

  private QueueCounts(QueueState state) {
    this.state = state;
  }

  static Counted of(QueueState state) {
    return new QueueCounts(state).count();
  }

  static long total(Counted counted) {
    return counted.ready() + counted.inFlight() + counted.delayed() + counted.dead();
  }

  private Counted count() {
    for (Lane lane : state.lanes().all()) {
      count(lane);
    }
    state.items().forEach(this::count);
    return new Counted(
        state.config(),
        ready,
        inFlight,
        delayed,
        dead,
        oldest,
        state.sent.perSecond(state.now()),
        state.received.perSecond(state.now()),
        state.now());
  }

  private void count(Lane lane) {
    MessageHead first = lane.first();
    if (lane.delayed) {
      delayed += lane.untouched;
    } else if (lane == state.lanes().at(MessageHead.DEAD)) {
      dead += lane.untouched;
    } else {
      ready += lane.untouched;
      age(first);
    }
  }

  private void count(Item item) {
    if (item.inFlight) {
      inFlight++;
    } else if (state.turns().isExhausted(item)) {
      dead++;
    } else if (item.visibleAt.isAfter(state.now())) {
      delayed += item.touched ? 1 : 0; // else its lane has counted it
    } else if (item.head.lane() != MessageHead.DEAD) {
      countReady(item);
      age(item.head);
    }
  }

  /** The lanes have counted already what was never touched. */
  private void countReady(Item item) {
    if (item.touched) {
      ready++;
    } else if (item.head.notBefore() != null) {
      ready++;
      delayed--;
    }
  }

  private void age(@Nullable MessageHead head) {
    if (head != null && (oldest == null || head.sentAt().isBefore(oldest))) {
      oldest = head.sentAt();
    }
  }
}
