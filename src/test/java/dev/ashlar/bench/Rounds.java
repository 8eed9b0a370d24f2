package dev.ashlar.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rounds in which all take turns, each beginning with another one. */
record Rounds(int count) {
  /** A turn of one. */
  interface Turn<T> {
    void take(T one) throws IOException, InterruptedException;
  }

  <T> void alternate(List<T> all, Turn<T> turn) throws IOException, InterruptedException {
    List<T> order = new ArrayList<>(all);
    for (int i = 0; i < count; i++) {
      for (T one : order) {
        turn.take(one);
      }
      Collections.rotate(order, 1);
    }
  }
}
