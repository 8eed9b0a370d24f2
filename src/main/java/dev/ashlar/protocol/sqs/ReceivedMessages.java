package dev.ashlar.protocol.sqs;

import dev.ashlar.protocol.sqs.SqsAnswers.Message;
import dev.ashlar.queue.DeadLetter;
import dev.ashlar.queue.ReceivedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages as clients are given them.
 *
 * @param system which of the door's own attributes they want, {@code user} which of the sender's
 */
record ReceivedMessages(SqsCall call, SqsQueue queue, AttributeNames system, AttributeNames user) {

  SqsAnswers.Received of(List<ReceivedMessage> messages) {
    return new SqsAnswers.Received(SqsAnswers.orNull(messages.stream().map(this::one).toList()));
  }

  private Message one(ReceivedMessage message) {
    Map<String, String> headers = message.headers();
    Map<String, Attribute> attributes = user.isNone() ? Map.of() : attributes(headers);
    String text = text(message.body());
    return new Message(
        message.id().toString(),
        message.receipt(),
        Md5.of(text.getBytes(StandardCharsets.UTF_8)),
        text,
        SqsAnswers.orNull(system.isNone() ? Map.of() : system(message, headers)),
        SqsAnswers.orNull(attributes),
        Md5.of(attributes));
  }

  private Map<String, Attribute> attributes(Map<String, String> headers) {
    Map<String, Attribute> attributes = MessageHeaders.attributes(headers);
    attributes.keySet().removeIf(name -> !user.contains(name));
    return attributes;
  }

  /** Bytes that are no text, which only other doors send, are given as base64. */
  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return Base64.getEncoder().encodeToString(body);
    }
  }

  private Map<String, String> system(ReceivedMessage message, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>();
    DeadLetter dead = message.deadLetter();
    all.put("SenderId", QueueNames.ACCOUNT);
    all.put("SentTimestamp", millis(dead == null ? message.sentAt() : dead.firstSentAt()));
    all.put("ApproximateFirstReceiveTimestamp", millis(message.firstReceivedAt()));
    all.put(
        "ApproximateReceiveCount",
        Integer.toString(message.attempts() + (dead == null ? 0 : dead.attempts())));
    put(all, "DeadLetterQueueSourceArn", dead == null ? null : call.arn(dead.from()));
    put(all, "MessageGroupId", message.group());
    put(all, "AWSTraceHeader", headers.get(MessageHeaders.TRACE));
    if (queue.isFifo()) {
      put(all, "SequenceNumber", SequenceNumber.of(message.position()));
      put(
          all,
          "MessageDeduplicationId",
          headers.getOrDefault(MessageHeaders.DEDUP_ID, dedupId(message)));
    }
    all.keySet().removeIf(name -> !system.contains(name));
    return all;
  }

  /** Of what came by another door; clients count on it that there is one. */
  private static String dedupId(ReceivedMessage message) {
    return message.dedupId() == null ? message.id().toString() : message.dedupId();
  }

  private static void put(Map<String, String> all, String name, @Nullable String value) {
    if (value != null) {
      all.put(name, value);
    }
  }

  private static String millis(Instant at) {
    return Long.toString(at.toEpochMilli());
  }
}
