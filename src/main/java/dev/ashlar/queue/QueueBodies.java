package dev.ashlar.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ashlar.platform.http.Checks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of requests about messages. */
final class QueueBodies {
  private QueueBodies() {}

  /** One message, or many. */
  public record Send(
      @Nullable String body,
      @Nullable String base64,
      @Nullable String contentType,
      @Nullable Map<String, String> headers,
      @Nullable Duration delay,
      @Nullable Instant at,
      @Nullable Integer priority,
      @Nullable String group,
      @Nullable String dedupId,
      @Nullable List<@Nullable Message> messages) {

    boolean isOne() {
      return messages == null;
    }

    List<NewMessage> all() {
      Message alone =
          new Message(body, base64, contentType, headers, delay, at, priority, group, dedupId);
      if (messages == null) {
        return read(List.of(alone));
      }
      new Checks()
          .that(
              !messages.isEmpty()
                  && messages.size() <= QueueRules.MOST_MESSAGES
                  && !messages.contains(null),
              "messages",
              "must be from 1 to " + QueueRules.MOST_MESSAGES + " messages")
          .that(
              alone.equals(Message.NOTHING),
              "messages",
              "must stand alone; or send one message without it")
          .orThrow();
      List<Message> many = new ArrayList<>();
      messages.forEach(message -> many.add(message == null ? Message.NOTHING : message));
      return read(many);
    }

    private static List<NewMessage> read(List<Message> messages) {
      Checks checks = new Checks();
      for (int i = 0; i < messages.size(); i++) {
        messages.get(i).check(checks, QueueRules.field(messages.size(), i));
      }
      checks.orThrow();
      return messages.stream().map(Message::read).toList();
    }
  }

  /** A message. */
  public record Message(
      @Nullable String body,
      @Nullable String base64,
      @Nullable String contentType,
      @Nullable Map<String, String> headers,
      @Nullable Duration delay,
      @Nullable Instant at,
      @Nullable Integer priority,
      @Nullable String group,
      @Nullable String dedupId) {
    static final Message NOTHING =
        new Message(null, null, null, null, null, null, null, null, null);

    private void check(Checks checks, String where) {
      checkBody(checks, where, body, base64);
    }

    private NewMessage read() {
      return new NewMessage(
          bytes(body, base64),
          contentType,
          headers == null ? Map.of() : headers,
          delay,
          at,
          priority == null ? 0 : priority,
          group,
          dedupId);
    }
  }

  /** What a message carries is given as text or as base64. */
  static void checkBody(
      Checks checks, String where, @Nullable String body, @Nullable String base64) {
    checks
        .that((body == null) != (base64 == null), where + "body", "or base64 must be given")
        .that(body == null || isUnicode(body), where + "body", "has half a pair of surrogates")
        .that(base64 == null || isBase64(base64), where + "base64", "must be padded base64");
  }

  static byte[] bytes(@Nullable String body, @Nullable String base64) {
    return body != null
        ? body.getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(String.valueOf(base64));
  }

  /** Whether it comes back as it went in. */
  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static boolean isBase64(String text) {
    try {
      byte[] unused = Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A wish for messages. */
  public record Receive(
      @Nullable Integer max,
      @Nullable Duration visibilityTimeout,
      @JsonProperty("wait") @Nullable Duration longest,
      @Nullable String attempt) {
    ReceiveOptions options() {
      return new ReceiveOptions(
          max == null ? 1 : max,
          longest == null ? Duration.ZERO : longest,
          visibilityTimeout,
          attempt);
    }
  }

  /** Receipts of messages that are done. */
  public record Ack(@Nullable List<@Nullable String> receipts) {
    List<String> all() {
      return given(receipts);
    }
  }

  /** Receipts of messages that could not be processed. */
  public record Nack(
      @Nullable List<@Nullable String> receipts,
      @Nullable Duration delay,
      @Nullable String reason) {
    List<String> all() {
      return given(receipts);
    }
  }

  /** Receipts of messages that take longer. */
  public record Extend(
      @Nullable List<@Nullable String> receipts, @Nullable Duration visibilityTimeout) {
    List<String> all() {
      return given(receipts);
    }
  }

  private static List<String> given(@Nullable List<@Nullable String> receipts) {
    List<String> given = new ArrayList<>();
    if (receipts != null) {
      receipts.forEach(receipt -> given.add(receipt == null ? "" : receipt));
    }
    return given;
  }
}
