package dev.ashlar.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a history of one object is linearizable: whether there is an order of its operations, in
 * which each takes effect at one moment between its call and its answer, that a sequential object
 * allows.
 *
 * <p>The search of Wing and Gong («Testing and Verifying Concurrent Objects», 1993) with Lowe's
 * memory of configurations that led nowhere («Testing for linearizability», 2017). An operation
 * without an answer may take effect at any time after its call, or never.
 *
 * @param <S> state of the object; with equals and hashCode
 * @param <O> operation
 */
final class Linearizability<S, O> {
  enum Result {
    YES,
    NO,
    /** The search was given up. */
    TOO_LARGE
  }

  private final S initial;
  private final BiFunction<S, O, @Nullable S> step;
  private final Function<O, Span> span;
  private final int mostConfigurations;

  /**
   * @param step the state after an operation; null when the object, in this state, could not have
   *     given the operation's answer
   * @param mostConfigurations how many configurations are remembered before the search is given up
   */
  Linearizability(
      S initial,
      BiFunction<S, O, @Nullable S> step,
      Function<O, Span> span,
      int mostConfigurations) {
    this.initial = initial;
    this.step = step;
    this.span = span;
    this.mostConfigurations = mostConfigurations;
  }

  /**
   * @param operations all that may have had an effect, in any order; not those that certainly
   *     failed
   */
  Result check(List<O> operations) {
    List<Event<O>> events = new ArrayList<>();
    int answers = 0;
    for (O operation : operations) {
      Event<O> call = Event.call(events.size() - answers, operation, span.apply(operation));
      events.add(call);
      Event<O> answer = call.answer();
      if (answer != null) {
        events.add(answer);
        answers++;
      }
    }
    events.sort(Event.IN_TIME);
    return search(Event.linked(events), answers);
  }

  private record Configuration<S>(BitSet taken, S state) {}

  private record Taken<S, O>(Event<O> call, S before) {}

  private Result search(Event<O> head, int answersLeft) {
    Set<Configuration<S>> seen = new HashSet<>();
    Deque<Taken<S, O>> path = new ArrayDeque<>();
    BitSet taken = new BitSet();
    S state = initial;
    int left = answersLeft;
    Event<O> event = head.next;
    while (left > 0) {
      S after = event == null || !event.isCall ? null : step.apply(state, operation(event));
      if (event != null && after != null && isNew(seen, taken, event, after)) {
        path.push(new Taken<>(event, state));
        state = after;
        taken.set(event.index);
        left -= event.answer() == null ? 0 : 1;
        event.lift();
        event = head.next;
        if (seen.size() > mostConfigurations) {
          return Result.TOO_LARGE;
        }
      } else if (event != null && event.isCall) {
        event = event.next;
      } else {
        // An answer whose call was not taken, or the end: one of those taken before was wrong.
        if (path.isEmpty()) {
          return Result.NO;
        }
        Taken<S, O> last = path.pop();
        state = last.before;
        taken.clear(last.call.index);
        left += last.call.answer() == null ? 0 : 1;
        last.call.putBack();
        event = last.call.next;
      }
    }
    return Result.YES;
  }

  private boolean isNew(Set<Configuration<S>> seen, BitSet taken, Event<O> event, S after) {
    BitSet next = (BitSet) taken.clone();
    next.set(event.index);
    return seen.add(new Configuration<>(next, after));
  }

  private static <O> O operation(Event<O> event) {
    return Objects.requireNonNull(event.operation);
  }
}
