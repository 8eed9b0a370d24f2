package dev.ashlar.kv;

import dev.ashlar.platform.http.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys, in the order of their bytes.
 *
 * @param start its least key
 * @param end what is greater than all of it; null for no such bound
 */
record KvRange(String start, @Nullable String end) {
  /** Greater than every key, which has 1,024 bytes at most. */
  private static final String BEYOND = Character.toString(Character.MAX_CODE_POINT).repeat(257);

  static KvRange ofPrefix(String prefix) {
    return new KvRange(prefix, KvKeys.afterPrefix(prefix));
  }

  /** The range that parameters name. */
  static KvRange of(@Nullable String prefix, @Nullable String start, @Nullable String end) {
    check("prefix", prefix);
    check("start", start);
    check("end", end);
    if (prefix != null && (start != null || end != null)) {
      throw ProblemException.invalid("prefix", "does not go together with start or end");
    }
    return prefix != null ? ofPrefix(prefix) : new KvRange(start == null ? "" : start, end);
  }

  /** The same with a bound in any case. */
  String upper() {
    return end == null ? BEYOND : end;
  }

  private static void check(String field, @Nullable String text) {
    if (text != null && !text.isEmpty() && KvKeys.problem(text) != null) {
      throw ProblemException.invalid(field, String.valueOf(KvKeys.problem(text)));
    }
  }
}
