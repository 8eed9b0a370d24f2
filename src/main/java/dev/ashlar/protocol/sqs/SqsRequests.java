package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of the protocol, by the names of its operations. */
final class SqsRequests {
  private SqsRequests() {}

  /** CreateQueue. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record CreateQueue(
      @Nullable String queueName,
      @Nullable Map<String, @Nullable String> attributes,
      @JsonProperty("tags") @Nullable Map<String, @Nullable String> tags) {}

  /** GetQueueUrl. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record GetQueueUrl(@Nullable String queueName) {}

  /** What needs no more than a queue. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record OfQueue(@Nullable String queueUrl) {}

  /** ListQueues, and ListDeadLetterSourceQueues. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record ListQueues(
      @Nullable String queueUrl,
      @Nullable String queueNamePrefix,
      @Nullable Integer maxResults,
      @Nullable String nextToken) {}

  /** GetQueueAttributes. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record GetQueueAttributes(
      @Nullable String queueUrl, @Nullable List<@Nullable String> attributeNames) {}

  /** SetQueueAttributes. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record SetQueueAttributes(
      @Nullable String queueUrl, @Nullable Map<String, @Nullable String> attributes) {}

  /** TagQueue. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record TagQueue(@Nullable String queueUrl, @Nullable Map<String, @Nullable String> tags) {}

  /** UntagQueue. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record UntagQueue(@Nullable String queueUrl, @Nullable List<@Nullable String> tagKeys) {}

  /** SendMessage, and an entry of SendMessageBatch, which has an id and no queue. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record SendMessage(
      @Nullable String queueUrl,
      @Nullable String id,
      @Nullable String messageBody,
      @Nullable Integer delaySeconds,
      @Nullable Map<String, @Nullable Attribute> messageAttributes,
      @Nullable Map<String, @Nullable Attribute> messageSystemAttributes,
      @Nullable String messageDeduplicationId,
      @Nullable String messageGroupId)
      implements Entry {}

  /** ReceiveMessage. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record ReceiveMessage(
      @Nullable String queueUrl,
      @Nullable Integer maxNumberOfMessages,
      @Nullable Integer visibilityTimeout,
      @Nullable Integer waitTimeSeconds,
      @Nullable List<@Nullable String> attributeNames,
      @Nullable List<@Nullable String> messageSystemAttributeNames,
      @Nullable List<@Nullable String> messageAttributeNames,
      @Nullable String receiveRequestAttemptId) {}

  /** DeleteMessage and ChangeMessageVisibility, and entries of their batches. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record Settle(
      @Nullable String queueUrl,
      @Nullable String id,
      @Nullable String receiptHandle,
      @Nullable Integer visibilityTimeout)
      implements Entry {}

  /** SendMessageBatch. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record SendBatch(@Nullable String queueUrl, @Nullable List<@Nullable SendMessage> entries) {}

  /** DeleteMessageBatch and ChangeMessageVisibilityBatch. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record SettleBatch(@Nullable String queueUrl, @Nullable List<@Nullable Settle> entries) {}

  /** StartMessageMoveTask. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record StartMoveTask(
      @Nullable String sourceArn,
      @Nullable String destinationArn,
      @Nullable Integer maxNumberOfMessagesPerSecond) {}

  /** CancelMessageMoveTask. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record CancelMoveTask(@Nullable String taskHandle) {}

  /** ListMessageMoveTasks. */
  @JsonNaming(UpperCamelCaseStrategy.class)
  record ListMoveTasks(@Nullable String sourceArn, @Nullable Integer maxResults) {}

  /** An entry of a batch. */
  interface Entry {
    @Nullable String id();
  }
}
