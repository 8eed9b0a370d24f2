package dev.ashlar.proof;

import java.util.List;

/**
 * What a checker found.
 *
 * @param checked how many operations it looked at
 * @param undecided parts that were too large to be searched; they prove nothing
 * @param violations what no correct system could have done, in words
 */
record Verdict(String checker, long checked, int undecided, List<String> violations) {
  Verdict {
    violations = List.copyOf(violations);
  }

  static Verdict of(String checker, long checked, List<String> violations) {
    return new Verdict(checker, checked, 0, violations);
  }

  boolean isValid() {
    return violations.isEmpty();
  }
}
