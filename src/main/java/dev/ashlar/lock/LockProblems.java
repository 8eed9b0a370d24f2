package dev.ashlar.lock;

import dev.ashlar.platform.http.ProblemException;
import java.util.List;

/** What a client is told who does not get what he asked for. */
final class LockProblems {
  private LockProblems() {}

  static ProblemException held(LockResult.Held held) {
    List<LockViews.Holder> holders =
        held.holders().stream().map(grant -> LockViews.Holder.of(grant, false)).toList();
    return new ProblemException(
            409,
            "lock-held",
            "The lock is not free; wait for it with wait, or try again later. Place in the queue: "
                + held.place()
                + ".")
        .with("holders", holders)
        .with("place", held.place());
  }

  static ProblemException notLeader(String election, LockResult result) {
    if (result instanceof LockResult.Held held && !held.holders().isEmpty()) {
      Grant leader = held.holders().get(0);
      return new ProblemException(409, "not-leader", "Another leads: " + leader.owner() + ".")
          .with("leader", leader.owner())
          .with("election", Elections.View.of(election, leader));
    }
    return new ProblemException(409, "not-leader", "Nobody leads yet; campaign again.");
  }

  static ProblemException leaseLost(String why) {
    return new ProblemException(410, "lease-lost", why);
  }

  static ProblemException sessionLost() {
    return new ProblemException(
        410, "session-lost", "The session is over; begin a new one with POST /api/v1/sessions.");
  }

  static ProblemException tooMany(LockResult.TooMany tooMany) {
    return ProblemException.invalid(
        "permits", "must not be more than the lock has, " + tooMany.permits());
  }

  static ProblemException unexpected(LockResult result) {
    throw new IllegalStateException("unexpected: " + result);
  }
}
