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
 * they hold it, tokens that rise, and no write accepted with a token older than one already
 * accepted.
 */
final class LockChecker {
  /**
   * A time in which a client was right to believe that it holds the lock.
   *
   * @param acquired the call that acquired it
   * @param until when the client gave it up, or its lease ended by its own, cautious clock
   */
  record Hold(String holder, long token, Span acquired, long until) {}

  /** A write to what the lock protects, that was accepted. */
  record Write(long token, Span span) {}

  private LockChecker() {}

  static Verdict check(List<Hold> holds, List<Write> writes) {
    List<String> violations = new ArrayList<>();
    checkExclusive(holds, violations);
    checkTokens(holds, violations);
    checkWrites(writes, violations);
    return Verdict.of("lock", holds.size() + (long) writes.size(), violations);
  }

  private static void checkExclusive(List<Hold> holds, List<String> violations) {
    List<Hold> inTime = new ArrayList<>(holds);
    inTime.sort(Comparator.comparingLong(hold -> hold.acquired.completed()));
    Hold longest = null;
    for (Hold hold : inTime) {
      if (longest != null && hold.acquired.completed() < longest.until) {
        violations.add("two holders at once: " + longest + " and " + hold);
      }
      longest = longest == null || hold.until > longest.until ? hold : longest;
    }
  }

  private static void checkTokens(List<Hold> holds, List<String> violations) {
    checkRising(holds, Hold::token, Hold::acquired, "a token that does not rise: ", violations);
    Map<Long, Hold> byToken = new HashMap<>();
    for (Hold hold : holds) {
      Hold other = byToken.put(hold.token, hold);
      if (other != null) {
        violations.add("one token twice: " + other + " and " + hold);
      }
    }
  }

  private static void checkWrites(List<Write> writes, List<String> violations) {
    checkRising(writes, Write::token, Write::span, "an old token was accepted: ", violations);
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
