package dev.ashlar.kv;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ashlar.kv.KvPast.Happened;
import org.jspecify.annotations.Nullable;

/**
 * A change of a key, as it is shown.
 *
 * @param event {@code put}, {@code delete} or {@code expire}
 * @param entry what was put, or the key as it was before it went
 * @param by the name of the API key that did it; null for what expired
 */
public record KvEvent(String event, @JsonUnwrapped Entry entry, @Nullable String by) {
  static KvEvent of(Happened happened) {
    return new KvEvent(
        happened.event().lowerCase(),
        KvLists.withValue(happened.entry(), happened.value()),
        happened.author().isEmpty() ? null : happened.author());
  }
}
