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
}
