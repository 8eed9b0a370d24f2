package dev.ashlar.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What receives with a client's id were answered lately, to be answered again. Not thread-safe. */
final class Attempts {
  private static final int MOST = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final Map<String, Attempt> byId = new LinkedHashMap<>();

  /** What a receive was answered. */
  record Attempt(List<Long> positions, long nonce, Instant at) {}

  Attempts(Map<String, Attempt> known) {
    known.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(java.util.Comparator.comparing(Attempt::at)))
        .forEach(entry -> byId.put(entry.getKey(), entry.getValue()));
  }

  Map<String, Attempt> all() {
    return new TreeMap<>(byId);
  }

  int size() {
    return byId.size();
  }

  @Nullable Attempt find(@Nullable String id, Instant now) {
    Attempt attempt = id == null ? null : byId.get(id);
    return attempt != null && attempt.at.plus(KEPT).isAfter(now) ? attempt : null;
  }

  /** Whether one of them was answered by that receive. */
  boolean areAnswered(long nonce) {
    return byId.values().stream().anyMatch(attempt -> attempt.nonce == nonce);
  }

  void add(String id, Attempt attempt) {
    byId.remove(id); // so that the oldest is first
    byId.put(id, attempt);
  }

  void forget(Instant now) {
    var oldest = byId.values().iterator();
    while (oldest.hasNext()) {
      boolean over = !oldest.next().at.plus(KEPT).isAfter(now);
      if (!over && byId.size() <= MOST) {
        return;
      }
      oldest.remove();
    }
  }
}
