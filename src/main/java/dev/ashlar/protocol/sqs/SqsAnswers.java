package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of the protocol; what is empty is left out. */
final class SqsAnswers {
  private SqsAnswers() {}

  static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  static <T> @Nullable Map<String, T> orNull(Map<String, T> map) {
    return map.isEmpty() ? null : map;
  }

  /** Of CreateQueue and GetQueueUrl. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record QueueUrl(String queueUrl) {}

  /** Of ListQueues. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record QueueUrls(@Nullable List<String> queueUrls, @Nullable String nextToken) {}

  /** Of ListDeadLetterSourceQueues, which has a name of its own for the same. */
  record SourceUrls(
      @Nullable List<String> queueUrls, @JsonProperty("NextToken") @Nullable String nextToken) {}

  /** Of GetQueueAttributes. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Attributes(@Nullable Map<String, String> attributes) {}

  /** Of ListQueueTags. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Tags(@Nullable Map<String, String> tags) {}

  /** Of SendMessage, and of an entry of its batch. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Sent(
      @Nullable String id,
      String messageId,
      @JsonProperty("MD5OfMessageBody") String bodyMd5,
      @JsonProperty("MD5OfMessageAttributes") @Nullable String attributesMd5,
      @JsonProperty("MD5OfMessageSystemAttributes") @Nullable String systemMd5,
      @Nullable String sequenceNumber) {}

  /** Of a batch. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Batch(@Nullable List<Object> successful, @Nullable List<Failed> failed) {
    static Batch of(List<Object> successful, List<Failed> failed) {
      return new Batch(orNull(successful), orNull(failed));
    }
  }

  /** An entry that was done. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Done(String id) {}

  /** An entry that was not. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Failed(String id, boolean senderFault, String code, String message) {
    static Failed of(String id, Throwable why) {
      SqsException error = SqsException.of(why);
      return new Failed(
          id, error.error().status < 500, error.error().code, String.valueOf(error.getMessage()));
    }
  }

  /** Of ReceiveMessage. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Received(@Nullable List<Message> messages) {}

  /** A message. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Message(
      String messageId,
      String receiptHandle,
      @JsonProperty("MD5OfBody") String bodyMd5,
      String body,
      @Nullable Map<String, String> attributes,
      @Nullable Map<String, Attribute> messageAttributes,
      @JsonProperty("MD5OfMessageAttributes") @Nullable String attributesMd5) {}

  /** Of StartMessageMoveTask. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Started(String taskHandle) {}

  /** Of CancelMessageMoveTask. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Cancelled(long approximateNumberOfMessagesMoved) {}

  /** Of ListMessageMoveTasks. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record TaskList(@Nullable List<Task> results) {}

  /** A move task. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Task(
      @Nullable String taskHandle,
      String status,
      String sourceArn,
      @Nullable String destinationArn,
      @Nullable Integer maxNumberOfMessagesPerSecond,
      long approximateNumberOfMessagesMoved,
      long approximateNumberOfMessagesToMove,
      @Nullable String failureReason,
      long startedTimestamp) {}
}
