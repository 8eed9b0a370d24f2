package dev.ashlar.proof;

import org.jspecify.annotations.Nullable;

/**
 * A call of the key-value store for one key, and its answer.
 *
 * @param value of a write: what was to be stored; of a read: what was found, null for nothing
 * @param condition the revision that had to stand: {@link #ANY}, {@link #ABSENT} or a revision
 * @param refused whether the answer was that the condition does not hold, or the key is not there
 * @param revision that the answer told: of the written, found or standing entry; 0 for none
 */
record KvOperation(
    int client,
    String node,
    Action action,
    String key,
    @Nullable String value,
    long condition,
    Outcome outcome,
    boolean refused,
    long revision,
    Span span) {
  static final long ANY = -1;
  static final long ABSENT = 0;

  enum Action {
    GET,
    PUT,
    DELETE
  }

  boolean isWrite() {
    return action != Action.GET;
  }

  /** The same call as it was known before its answer came. */
  KvOperation unanswered() {
    Span open = new Span(span.invoked(), Span.NEVER);
    return new KvOperation(
        client, node, action, key, value, condition, Outcome.UNKNOWN, false, 0, open);
  }

  /** In one line, with microseconds since a moment. */
  String told(long start) {
    String condition = this.condition == ANY ? "" : " if at " + this.condition;
    String answer =
        outcome == Outcome.UNKNOWN
            ? "no answer"
            : (refused ? "refused, at " : action == Action.GET ? value + " at " : "done at ")
                + revision;
    long completed = span.completed() == Span.NEVER ? -1 : (span.completed() - start) / 1_000;
    return "%d..%d client %d, %s: %s%s%s: %s"
        .formatted(
            (span.invoked() - start) / 1_000,
            completed,
            client,
            node,
            action,
            action == Action.PUT ? " " + value : "",
            condition,
            answer);
  }
}
