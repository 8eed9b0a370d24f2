package dev.ashlar.queue;

import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a queue are to live again, and where.
 *
 * @param to the queue that they go to; null for where each of them died
 * @param filter which; null for all
 * @param ids only these messages; null for all
 * @param edit what the messages of {@code ids} carry from then on; null for what they do
 * @param ratePerSecond most of them in a second; null for as fast as it goes
 */
public record RedriveWish(
    @Nullable String to,
    @Nullable MessageFilter filter,
    @Nullable List<UUID> ids,
    @Nullable Edit edit,
    @Nullable Integer ratePerSecond) {
  private static final int MOST_IDS = 1_000;
  private static final int MOST_PER_SECOND = 100_000;

  /** All dead letters of a queue, as fast as it goes, back to where they died. */
  public static final RedriveWish ALL = new RedriveWish(null, null, null, null, null);

  /**
   * What a message carries from now on; what is null stays.
   *
   * @param body text
   * @param base64 bytes, instead of text
   */
  public record Edit(
      @Nullable String body, @Nullable String base64, @Nullable Map<String, String> headers) {
    private void check(Checks checks) {
      checks.that(
          body != null || base64 != null || headers != null, "edit", "must change something");
      if (body != null || base64 != null) {
        QueueBodies.checkBody(checks, "edit.", body, base64);
      }
      if (headers != null) {
        NewMessage.checkHeaders(checks, "edit.", headers);
      }
    }

    Content apply(Content old) {
      boolean sameBody = body == null && base64 == null;
      return new Content(
          old.id(),
          sameBody ? old.body() : QueueBodies.bytes(body, base64),
          old.contentType(),
          headers == null ? old.headers() : NewMessage.json(headers),
          old.priority(),
          null,
          null);
    }
  }

  Selection selection() {
    return new Selection(filter == null ? MessageFilter.ALL : filter, true, ids);
  }

  /**
   * Checks what can be said without the queues.
   *
   * @throws ProblemException 400
   */
  void check(String queue) {
    Checks checks = new Checks().name("queue", queue);
    if (to != null) {
      checks.name("to", to);
    }
    if (filter != null) {
      filter.check(checks, "filter.");
    }
    if (edit != null) {
      checks.that(ids != null, "edit", "needs ids: those messages that it is for");
      edit.check(checks);
    }
    checks
        .that(
            ids == null || (!ids.isEmpty() && ids.size() <= MOST_IDS && !ids.contains(null)),
            "ids",
            "must be from 1 to " + MOST_IDS + " ids of messages")
        .that(
            ratePerSecond == null || (ratePerSecond >= 1 && ratePerSecond <= MOST_PER_SECOND),
            "ratePerSecond",
            "must be from 1 to " + MOST_PER_SECOND)
        .orThrow();
  }
}
