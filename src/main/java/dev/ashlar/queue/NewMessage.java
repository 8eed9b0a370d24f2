package dev.ashlar.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent.
 *
 * @param body what it carries; any bytes
 * @param contentType its media type, which nobody looks at
 * @param headers of the sender, at most 4 MiB together
 * @param delay how long it is hidden at first; null for as long as the queue has it
 * @param at until when it is hidden at first, instead
 * @param priority from 0 to 9, which goes first
 * @param group what is in order, or fair, among itself
 * @param dedupId within the queue's window it is stored once
 */
public record NewMessage(
    byte[] body,
    @Nullable String contentType,
    Map<String, String> headers,
    @Nullable Duration delay,
    @Nullable Instant at,
    int priority,
    @Nullable String group,
    @Nullable String dedupId) {
  private static final int MOST_HEADER_BYTES = 4 << 20;
  private static final String HEADERS =
      "must be strings without NUL of at most " + MOST_HEADER_BYTES + " bytes together";

  /** A message that carries a text, and nothing else. */
  public static NewMessage of(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new NewMessage(body, null, Map.of(), null, null, 0, null, null);
  }

  /**
   * Checks what can be said without its queue.
   *
   * @param where what the names of its fields begin with
   */
  void check(Checks checks, String where) {
    checkHeaders(checks, where, headers);
    checks
        .that(QueueRules.isName(contentType), where + "contentType", QueueRules.NAME)
        .that(
            priority >= 0 && priority <= MessageHead.HIGHEST_LANE,
            where + "priority",
            "must be from 0 to 9")
        .that(QueueRules.isName(group), where + "group", QueueRules.NAME)
        .that(QueueRules.isName(dedupId), where + "dedupId", QueueRules.NAME)
        .that(delay == null || at == null, where + "delay", "or at must be given, not both")
        .that(
            delay == null || QueueRules.isUpTo(QueueSettings.LONGEST_RETENTION, delay),
            where + "delay",
            "must be at most 365d")
        .that(
            at == null || at.isBefore(Instant.now().plus(QueueSettings.LONGEST_RETENTION)),
            where + "at",
            "must be within 365 days");
  }

  Outgoing outgoing() {
    Content content =
        new Content(UUID.randomUUID(), body, contentType, json(headers), priority, dedupId, null);
    return new Outgoing(content, group, delay, at);
  }

  static void checkHeaders(Checks checks, String where, Map<String, String> headers) {
    checks.that(headers.isEmpty() || areHeaders(headers), where + "headers", HEADERS);
  }

  private static boolean areHeaders(Map<String, String> headers) {
    boolean texts =
        headers.entrySet().stream()
            .allMatch(
                header ->
                    Objects.nonNull(header.getValue())
                        && !header.getKey().isEmpty()
                        && QueueRules.isText(header.getKey())
                        && QueueRules.isText(header.getValue()));
    return texts && bytes(String.valueOf(json(headers))) <= MOST_HEADER_BYTES;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Headers as they are stored; null for none. */
  static @Nullable String json(Map<String, String> headers) {
    try {
      return headers.isEmpty() ? null : Json.MAPPER.writeValueAsString(headers);
    } catch (JsonProcessingException e) {
      throw ProblemException.invalid("headers", "must be text");
    }
  }
}
