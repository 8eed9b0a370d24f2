package dev.ashlar.protocol.sqs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The operations of the protocol, by name. */
@ApplicationScoped
class SqsOperations {
  @Inject SendOperations send;
  @Inject ReceiveOperation receive;
  @Inject SettleOperations settle;
  @Inject QueueOperations queue;
  @Inject AttributeOperations attribute;
  @Inject ListOperations list;
  @Inject TagOperations tag;
  @Inject MoveTaskOperations moveTask;

  /**
   * Does what a client wants.
   *
   * @param target the operation, with the name of the service before its last dot
   */
  CompletionStage<SqsAnswer> call(@Nullable String target, SqsCall call) throws IOException {
    String operation = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
    return switch (operation) {
      case "SendMessage" -> send.one(call);
      case "SendMessageBatch" -> send.batch(call);
      case "ReceiveMessage" -> receive.receive(call);
      case "DeleteMessage" -> settle.delete(call);
      case "DeleteMessageBatch" -> settle.deleteBatch(call);
      case "ChangeMessageVisibility" -> settle.changeVisibility(call);
      case "ChangeMessageVisibilityBatch" -> settle.changeVisibilityBatch(call);
      case "CreateQueue" -> queue.create(call);
      case "DeleteQueue" -> queue.delete(call);
      case "GetQueueUrl" -> queue.getUrl(call);
      case "PurgeQueue" -> queue.purge(call);
      case "GetQueueAttributes" -> attribute.get(call);
      case "SetQueueAttributes" -> attribute.set(call);
      case "ListQueues" -> list.all(call);
      case "ListDeadLetterSourceQueues" -> list.deadLetterSources(call);
      case "TagQueue" -> tag.tag(call);
      case "UntagQueue" -> tag.untag(call);
      case "ListQueueTags" -> tag.list(call);
      case "StartMessageMoveTask" -> moveTask.start(call);
      case "CancelMessageMoveTask" -> moveTask.cancel(call);
      case "ListMessageMoveTasks" -> moveTask.list(call);
      case "AddPermission", "RemovePermission" ->
          throw SqsError.UNSUPPORTED_OPERATION.because(
              "Who may do what is said by the scopes of API keys.");
      default ->
          throw SqsError.UNKNOWN_OPERATION.because(
              "The header X-Amz-Target must name an operation: AmazonSQS.SendMessage.");
    };
  }
}
