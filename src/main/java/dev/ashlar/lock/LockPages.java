package dev.ashlar.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads on until there are as many that a caller may see as he asked for. */
final class LockPages {
  private static final int CHUNK = 1_000;

  private LockPages() {}

  /** What comes after a name. */
  interface Source<T> {
    List<T> read(String after, int limit);
  }

  static <T> List<T> read(
      Source<T> source,
      Function<T, String> name,
      Predicate<String> visible,
      @Nullable String after,
      int limit) {
    List<T> found = new ArrayList<>();
    String from = after == null ? "" : after;
    while (true) {
      List<T> chunk = source.read(from, CHUNK);
      for (T item : chunk) {
        if (visible.test(name.apply(item))) {
          found.add(item);
          if (found.size() == limit) {
            return found;
          }
        }
      }
      if (chunk.size() < CHUNK) {
        return found;
      }
      from = name.apply(chunk.get(CHUNK - 1));
    }
  }
}
