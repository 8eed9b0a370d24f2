package dev.ashlar.protocol.sqs;

import dev.ashlar.protocol.sqs.SqsRequests.SendMessage;
import dev.ashlar.queue.NewMessage;
import dev.ashlar.queue.SentMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that a client sends, checked, and what of it the answer repeats. */
final class Sending {
  private static final int LONGEST_DELAY = 900;

  private final SendMessage wanted;
  private final SqsQueue queue;
  private final Map<String, Attribute> attributes;
  private final @Nullable Attribute trace;
  private final byte[] body;

  private Sending(SendMessage wanted, SqsQueue queue) {
    this.wanted = wanted;
    this.queue = queue;
    this.body = body(wanted.messageBody());
    this.attributes = AttributeRules.check(wanted.messageAttributes());
    this.trace = AttributeRules.checkSystem(wanted.messageSystemAttributes());
  }

  static Sending of(SendMessage wanted, SqsQueue queue) {
    Sending sending = new Sending(wanted, queue);
    sending.checkSize();
    sending.checkDelay();
    return sending;
  }

  private static byte[] body(@Nullable String body) {
    if (body == null || body.isEmpty()) {
      throw SqsException.missing("MessageBody");
    }
    if (!Text.isValid(body)) {
      throw SqsError.INVALID_MESSAGE_CONTENTS.because(
          "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF"
              + " | #xE000 to #xFFFD | #x10000 to #x10FFFF");
    }
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private void checkSize() {
    if (body.length + AttributeRules.size(attributes) > queue.maxBytes()) {
      throw SqsError.INVALID_PARAMETER.because(
          "One or more parameters are invalid. Reason: Message must be shorter than "
              + queue.maxBytes()
              + " bytes.");
    }
  }

  private void checkDelay() {
    Integer delay = wanted.delaySeconds();
    if (delay != null && (delay < 0 || delay > LONGEST_DELAY)) {
      throw SqsException.invalid(delay, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
    }
    if (delay != null && delay > 0 && queue.isFifo()) {
      throw SqsException.invalid(
          delay,
          "DelaySeconds",
          "The request include parameter that is not valid for this queue type.");
    }
  }

  NewMessage message() {
    Integer delay = wanted.delaySeconds();
    Deduplication dedup = Deduplication.of(wanted, queue, body);
    Map<String, String> headers = MessageHeaders.of(attributes, trace);
    dedup.addTo(headers);
    return new NewMessage(
        body,
        null,
        headers,
        delay == null || queue.isFifo() ? null : Duration.ofSeconds(delay),
        null,
        0,
        wanted.messageGroupId(),
        dedup.key());
  }

  SqsAnswers.Sent answer(SentMessage sent) {
    return new SqsAnswers.Sent(
        wanted.id(),
        sent.id().toString(),
        Md5.of(body),
        Md5.of(attributes),
        trace == null ? null : Md5.of(Map.of("AWSTraceHeader", trace)),
        queue.isFifo() ? SequenceNumber.of(sent.position()) : null);
  }
}
