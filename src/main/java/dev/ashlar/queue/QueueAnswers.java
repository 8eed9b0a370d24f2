package dev.ashlar.queue;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.ashlar.platform.http.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients are answered about messages. */
final class QueueAnswers {
  private QueueAnswers() {}

  /** A message that is stored. */
  record Sent(UUID id, boolean duplicate) {
    static Sent of(SentMessage stored) {
      return new Sent(stored.id(), stored.duplicate());
    }
  }

  /** Many messages that are stored. */
  record SentMany(List<Sent> messages) {}

  /**
   * A message as a receiver has it; what it carries is either text or base64.
   *
   * @param headers JSON
   */
  record Message(
      UUID id,
      String receipt,
      @Nullable String body,
      @Nullable String base64,
      @Nullable String contentType,
      @JsonRawValue String headers,
      @Nullable String group,
      int priority,
      int attempts,
      Instant sentAt,
      Instant visibleUntil,
      @Nullable DeadLetter deadLetter) {
    static Message of(ReceivedMessage message) {
      String text = text(message.body());
      return new Message(
          message.id(),
          message.receipt(),
          text,
          text == null ? Base64.getEncoder().encodeToString(message.body()) : null,
          message.contentType(),
          message.headersJson(),
          message.group(),
          message.priority(),
          message.attempts(),
          message.sentAt(),
          message.visibleUntil(),
          message.deadLetter());
    }
  }

  /** Messages that were received. */
  record Received(List<Message> messages) {
    static Received of(List<ReceivedMessage> received) {
      return new Received(received.stream().map(Message::of).toList());
    }
  }

  /** What became of receipts. */
  record Settled(List<Outcome> results) {
    static Settled of(List<String> receipts, List<ReceiptOutcome> outcomes) {
      List<Outcome> results = new ArrayList<>();
      for (int i = 0; i < receipts.size(); i++) {
        results.add(Outcome.of(receipts.get(i), outcomes.get(i)));
      }
      return new Settled(results);
    }
  }

  /** What became of a receipt. */
  record Outcome(String receipt, boolean ok, @Nullable Code code) {
    static Outcome of(String receipt, ReceiptOutcome outcome) {
      return switch (outcome) {
        case OK -> new Outcome(receipt, true, null);
        case EXPIRED -> new Outcome(receipt, false, Code.EXPIRED);
        case INVALID -> new Outcome(receipt, false, Code.INVALID);
      };
    }
  }

  /** Why a receipt did nothing. */
  enum Code {
    /** Its time was over, or the message was given to somebody else since. */
    EXPIRED("receipt-expired"),
    /** It is no receipt of this queue. */
    INVALID("receipt-invalid");

    private final String label;

    Code(String label) {
      this.label = label;
    }

    @JsonValue
    String label() {
      return label;
    }
  }

  /** The bytes as text; null when they are none. */
  static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The result if it is of the kind that was expected. */
  static <R extends QueueResult> R expect(QueueResult result, Class<R> kind, String queue) {
    if (result instanceof QueueResult.NotFound) {
      throw notFound(queue);
    }
    if (result instanceof QueueResult.Refused refused) {
      throw refused.problem();
    }
    return kind.cast(result);
  }

  static ProblemException notFound(String queue) {
    return ProblemException.notFound(
        "queue-not-found",
        "There is no queue " + queue + "; PUT /api/v1/queues/" + queue + " makes one.");
  }
}
