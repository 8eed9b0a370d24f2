package dev.ashlar.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether calls that were repeated with the same Idempotency-Key had their effect exactly once. */
final class IdempotencyChecker {
  /**
   * One try of a call.
   *
   * @param answer what identifies the effect in the answer; null without one
   */
  record Try(String idempotencyKey, Outcome outcome, @Nullable String answer) {}

  private IdempotencyChecker() {}

  /**
   * @param effects by idempotency key, the effects that are there at the end
   */
  static Verdict check(List<Try> tries, Map<String, List<String>> effects) {
    List<String> violations = new ArrayList<>();
    Map<String, List<Try>> byKey =
        tries.stream().collect(Collectors.groupingBy(Try::idempotencyKey));
    byKey.forEach(
        (key, ofKey) -> checkKey(key, ofKey, effects.getOrDefault(key, List.of()), violations));
    effects.keySet().stream()
        .filter(key -> !byKey.containsKey(key))
        .forEach(key -> violations.add(key + " has an effect, but was never called"));
    return Verdict.of("idempotency", tries.size(), violations);
  }

  private static void checkKey(
      String key, List<Try> tries, List<String> effects, List<String> violations) {
    Set<String> answers = new HashSet<>();
    tries.stream()
        .filter(each -> each.outcome == Outcome.OK)
        .forEach(each -> answers.add(String.valueOf(each.answer)));
    boolean possible = tries.stream().anyMatch(each -> each.outcome != Outcome.FAIL);
    if (answers.size() > 1) {
      violations.add(key + " was answered differently: " + answers);
    }
    if (effects.size() > 1) {
      violations.add(key + " had its effect " + effects.size() + " times: " + effects);
    }
    if (!answers.isEmpty() && !effects.containsAll(answers)) {
      violations.add(key + " was answered " + answers + ", but there is " + effects);
    }
    if (!possible && !effects.isEmpty()) {
      violations.add(key + " failed each time, but there is " + effects);
    }
  }
}
