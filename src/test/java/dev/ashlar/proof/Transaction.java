package dev.ashlar.proof;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction over lists: it appends values to lists and reads whole lists. */
record Transaction(int id, List<Step> steps, Outcome outcome, Span span) {
  Transaction {
    steps = List.copyOf(steps);
  }

  /**
   * @param appended the value that was appended, unique in its list; null for a read
   * @param read the list as it was read; null for an append, or when there was no answer
   */
  record Step(String list, @Nullable Integer appended, @Nullable List<Integer> read) {
    static Step append(String list, int value) {
      return new Step(list, value, null);
    }

    static Step read(String list, List<Integer> values) {
      return new Step(list, null, List.copyOf(values));
    }
  }
}
