package dev.ashlar.bench;

import java.io.Closeable;
import java.io.IOException;

/** A connection over which one call after the other is made. Not thread-safe. */
interface Exchange extends Closeable {
  /**
   * Makes a call and reads its answer.
   *
   * @throws IOException also when the answer is an error
   */
  void call(int key) throws IOException;

  /**
   * Makes a call that was due at a time of {@link System#nanoTime()}; for exchanges that take times
   * of their own.
   */
  default void call(int key, long due) throws IOException {
    call(key);
  }
}
