package dev.ashlar.platform.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items what is on it
 * @param next what to give as {@code after} for the next page; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000;

  /** A page of one more item than asked for: that one only tells that there is a next page. */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, String> position) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, position.apply(items.get(limit - 1)));
  }

  /** The limit of a list: 100 when absent, 1 to 1,000, otherwise 400. */
  public static int limit(@Nullable String text) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LARGEST_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number that is out of range.
    }
    throw ProblemException.invalid("limit", "must be a number from 1 to " + LARGEST_LIMIT);
  }
}
