package dev.ashlar.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watcher who is answered once: with the first changes there are, or with none when his time is
 * over. Thread-safe.
 */
final class KvLongPoll implements KvWatcher {
  private static final int MOST_ITEMS = 1_000;

  private final String prefix;
  private final boolean values;
  private final Consumer<Outcome> answer;
  private final List<KvEvent> items = new ArrayList<>();
  private KvPosition position;
  private boolean begun;
  private boolean waiting = true;
  private boolean over;

  /** What came. */
  sealed interface Outcome {
    /**
     * Changes, if any.
     *
     * @param next where to go on
     */
    record Changes(List<KvEvent> items, long next) implements Outcome {}

    /** What would come next is gone. */
    record Compacted(long oldestRevision) implements Outcome {}
  }

  /**
   * @param answer called once
   */
  KvLongPoll(String prefix, boolean values, KvPosition from, Consumer<Outcome> answer) {
    this.prefix = prefix;
    this.values = values;
    this.position = from;
    this.answer = answer;
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public synchronized void offer(KvChange change) {
    if (over) {
      return;
    }
    items.add(change.event(values));
    position = change.position();
    boolean whole = position.left() == 0;
    if (whole && items.size() >= MOST_ITEMS) {
      answer(null);
    }
  }

  @Override
  public synchronized void reached(KvPosition reached) {
    position = reached;
    begun = true;
    if (reached.left() == 0 && (!items.isEmpty() || !waiting)) {
      answer(null);
    }
  }

  /** From now on, what there is will do, once it was looked for. */
  synchronized void timeIsOver() {
    waiting = false;
    if (begun && items.isEmpty()) {
      answer(null);
    }
  }

  @Override
  public synchronized void compacted(long oldestRevision) {
    answer(new Outcome.Compacted(oldestRevision));
  }

  private void answer(@Nullable Outcome outcome) {
    if (!over) {
      over = true;
      answer.accept(outcome != null ? outcome : new Outcome.Changes(items, position.complete()));
    }
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public synchronized boolean isGone() {
    return over;
  }
}
