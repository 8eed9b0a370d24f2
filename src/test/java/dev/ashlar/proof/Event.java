package dev.ashlar.proof;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call or an answer in the time-ordered list of {@link Linearizability}; a call that is taken is
 * lifted out together with its answer, and can be put back in reverse order.
 */
final class Event<O> {
  /** At equal times a call comes first: the two overlap. */
  static final Comparator<Event<?>> IN_TIME =
      Comparator.<Event<?>>comparingLong(e -> e.at).thenComparing(e -> !e.isCall);

  final int index;
  final @Nullable O operation;
  final boolean isCall;
  private final long at;
  private @Nullable Event<O> answer;
  private @Nullable Event<O> previous;
  @Nullable Event<O> next;

  private Event(int index, @Nullable O operation, boolean isCall, long at) {
    this.index = index;
    this.operation = operation;
    this.isCall = isCall;
    this.at = at;
  }

  static <O> Event<O> call(int index, O operation, Span span) {
    Event<O> call = new Event<>(index, operation, true, span.invoked());
    if (span.completed() != Span.NEVER) {
      call.answer = new Event<>(index, operation, false, span.completed());
    }
    return call;
  }

  /** Links events, in order, behind a head that is none. */
  static <O> Event<O> linked(List<Event<O>> events) {
    Event<O> head = new Event<>(-1, null, false, Long.MIN_VALUE);
    Event<O> last = head;
    for (Event<O> event : events) {
      last.next = event;
      event.previous = last;
      last = event;
    }
    return head;
  }

  /** The answer of a call; null when there was none. */
  @Nullable Event<O> answer() {
    return answer;
  }

  /** Takes a call and its answer out of the list. */
  void lift() {
    unlink();
    if (answer != null) {
      answer.unlink();
    }
  }

  /** Puts a call and its answer back, where they were. */
  void putBack() {
    if (answer != null) {
      answer.link();
    }
    link();
  }

  private void unlink() {
    previous().next = next;
    if (next != null) {
      next.previous = previous;
    }
  }

  private void link() {
    previous().next = this;
    if (next != null) {
      next.previous = this;
    }
  }

  private Event<O> previous() {
    if (previous == null) {
      throw new IllegalStateException("not in a list");
    }
    return previous;
  }
}
