package dev.ashlar.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Whether an exclusive lock with fencing tokens kept its promises: never two who were told that
 * they hold it; tokens that rise; no write accepted with a token older than one already accepted,
 * nor with one that was given up or had run out; and none refused to who held the lock.
 */
final class LockChecker {
  /**
   * A time in which a client was right to believe that it holds the lock.
   *
   * @param acquired the call that acquired it
   * @param until when the client gave it up, or its lease ended by its own, cautious clock; it can
   *     lie before the answer to the call, and then the client never held the lock to its knowledge
   * @param over when it certainly held the lock no more; {@link Span#NEVER} if it could not know
   */
  record Hold(String holder, long token, Span acquired, long until, long over) {
    Hold(String holder, long token, Span acquired, long until) {
      this(holder, token, acquired, until, Span.NEVER);
    }
  }

  /** A call that only the holder of the lock may make, such as a write to what it protects. */
  record Write(long token, Span span) {}

  private LockChecker() {}

  static Verdict check(List<Hold> holds, List<Write> accepted) {
    return check(new LockHistory(holds, accepted, List.of(), List.of()));
  }

  static Verdict check(LockHistory lock) {
    List<String> violations = new ArrayList<>();
    Map<Long, Hold> byToken = new HashMap<>();
    checkExclusive(lock.holds(), violations);
    checkTokens(lock.holds(), byToken, violations);
    checkAccepted(lock.accepted(), byToken, violations);
    checkRefused(lock.refused(), byToken, violations);
    checkStored(lock.stored(), violations);
    return Verdict.of("lock", lock.size(), violations);
  }

  private static void checkExclusive(List<Hold> holds, List<String> violations) {
    List<Hold> inTime =
        holds.stream()
            .filter(hold -> hold.acquired.completed() < hold.until)
            .sorted(Comparator.comparingLong(hold -> hold.acquired.completed()))
            .toList();
    Hold longest = null;
    for (Hold hold : inTime) {
      if (longest != null && hold.acquired.completed() < longest.until) {
        violations.add("two holders at once: " + longest + " and " + hold);
      }
      longest = longest == null || hold.until > longest.until ? hold : longest;
    }
  }

  private static void checkTokens(
      List<Hold> holds, Map<Long, Hold> byToken, List<String> violations) {
    checkRising(holds, Hold::token, Hold::acquired, "a token that does not rise: ", violations);
    for (Hold hold : holds) {
      Hold other = byToken.put(hold.token, hold);
      if (other != null) {
        violations.add("one token twice: " + other + " and " + hold);
      }
    }
  }

  private static void checkAccepted(
      List<Write> accepted, Map<Long, Hold> byToken, List<String> violations) {
    checkRising(accepted, Write::token, Write::span, "an old token was accepted: ", violations);
    for (Write write : accepted) {
      Hold hold = byToken.get(write.token);
      if (hold != null && hold.over < write.span.invoked()) {
        violations.add("accepted after its end: " + write + " of " + hold);
      }
    }
  }

  private static void checkRefused(
      List<Write> refused, Map<Long, Hold> byToken, List<String> violations) {
    for (Write write : refused) {
      Hold hold = byToken.get(write.token);
      if (hold != null
          && hold.acquired.isBefore(write.span)
          && write.span.completed() < hold.until) {
        violations.add("refused although it is held: " + write + " of " + hold);
      }
    }
  }

  private static void checkStored(List<Long> stored, List<String> violations) {
    for (int i = 1; i < stored.size(); i++) {
      if (stored.get(i) < stored.get(i - 1)) {
        violations.add(
            "token "
                + stored.get(i)
                + " wrote after token "
                + stored.get(i - 1)
                + ", as write "
                + i);
      }
    }
  }

  /** Going down: nobody may have called after the first answer to anybody with a higher token. */
  private static <T> void checkRising(
      List<T> all,
      ToLongFunction<T> token,
      Function<T, Span> span,
      String wrong,
      List<String> violations) {
    List<T> down = new ArrayList<>(all);
    down.sort(Comparator.comparingLong(token).reversed());
    T higher = null;
    T level = null;
    for (T each : down) {
      if (level != null && token.applyAsLong(level) > token.applyAsLong(each)) {
        higher = higher == null ? level : first(higher, level, span);
        level = null;
      }
      if (higher != null && span.apply(higher).isBefore(span.apply(each))) {
        violations.add(wrong + each + " after " + higher);
      }
      level = level == null ? each : first(level, each, span);
    }
  }

  /** The one that was answered first. */
  private static <T> T first(T one, T other, Function<T, Span> span) {
    return span.apply(one).completed() <= span.apply(other).completed() ? one : other;
  }
}
