package dev.ashlar.queue;

/** A queue that this node has in memory. Not thread-safe. */
final class OpenQueue {
  private static final int MARK_EVERY = 10_000;

  final QueueState state;

  /** The segment that was written to when its log was last read. */
  long turn;

  /** What it weighed when it was last used. */
  long weight;

  /** Rows of the log since its newest checkpoint. */
  private long rows;

  /**
   * @param rows of the log since its newest checkpoint
   */
  OpenQueue(QueueState state, long turn, long rows) {
    this.state = state;
    this.turn = turn;
    this.rows = rows;
  }

  void grewBy(long number) {
    rows += number;
  }

  void marked() {
    rows = 0;
  }

  /** Whether it takes longer to read its log since the checkpoint than to write another. */
  boolean isMarkDue() {
    return rows >= Math.max(MARK_EVERY, 2L * state.size());
  }
}
