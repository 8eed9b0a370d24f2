package dev.ashlar.proof;

import org.jspecify.annotations.Nullable;

/** What one key of the key-value store may answer, one call after the other. */
final class KvModel {
  private KvModel() {}

  /**
   * A key.
   *
   * @param value null when it is not there
   * @param revision {@link #UNTOLD} while nobody was told it, because the writer got no answer
   */
  record State(@Nullable String value, long revision) {
    static final long UNTOLD = -1;
    static final State NOTHING = new State(null, 0);

    boolean isThere() {
      return value != null;
    }

    boolean mayStandAt(long told) {
      return isThere() ? told > 0 && (revision == UNTOLD || revision == told) : told == 0;
    }
  }

  /** The state after a call; null when the key, in this state, could not have answered so. */
  static @Nullable State step(State state, KvOperation call) {
    if (call.outcome() == Outcome.UNKNOWN) {
      boolean matters = call.isWrite() && holds(state, call);
      return matters ? write(call, State.UNTOLD) : null;
    }
    return switch (call.action()) {
      case GET -> read(state, call);
      case PUT, DELETE -> call.refused() ? refused(state, call) : done(state, call);
    };
  }

  private static @Nullable State read(State state, KvOperation call) {
    if (call.value() == null) {
      return state.isThere() ? null : state;
    }
    boolean same = call.value().equals(state.value) && state.mayStandAt(call.revision());
    return same ? new State(call.value(), call.revision()) : null;
  }

  private static @Nullable State done(State state, KvOperation call) {
    boolean rises = call.action() == KvOperation.Action.DELETE || call.revision() > state.revision;
    return holds(state, call) && rises ? write(call, call.revision()) : null;
  }

  /** The answer told at what revision the key stands instead; a deletion may find nothing. */
  private static @Nullable State refused(State state, KvOperation call) {
    boolean foundNothing = call.action() == KvOperation.Action.DELETE && call.revision() == 0;
    boolean reason = foundNothing || call.condition() != KvOperation.ANY;
    boolean differs = foundNothing || call.revision() != call.condition();
    if (!reason || !differs || !state.mayStandAt(call.revision())) {
      return null;
    }
    return state.isThere() ? new State(state.value, call.revision()) : state;
  }

  private static boolean holds(State state, KvOperation call) {
    if (call.action() == KvOperation.Action.DELETE && !state.isThere()) {
      return false;
    }
    return call.condition() == KvOperation.ANY || state.mayStandAt(call.condition());
  }

  private static State write(KvOperation call, long revision) {
    return call.action() == KvOperation.Action.DELETE
        ? State.NOTHING
        : new State(call.value(), revision);
  }
}
