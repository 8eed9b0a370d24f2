package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsRequests.CancelMoveTask;
import dev.ashlar.protocol.sqs.SqsRequests.ListMoveTasks;
import dev.ashlar.protocol.sqs.SqsRequests.StartMoveTask;
import dev.ashlar.queue.QueueAdmin;
import dev.ashlar.queue.RedriveView;
import dev.ashlar.queue.RedriveWish;
import dev.ashlar.queue.Redrives;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Dead letters that live again: the redrives of the queues, by the names of the protocol. */
@ApplicationScoped
class MoveTaskOperations {
  private static final int MOST_PER_SECOND = 500;
  private static final int MOST_LISTED = 10;
  private static final int LOOKED_AT = 100;

  @Inject SqsQueues queues;
  @Inject QueueAdmin admin;
  @Inject Redrives redrives;

  CompletionStage<SqsAnswer> start(SqsCall call) throws IOException {
    StartMoveTask wanted = call.read(StartMoveTask.class);
    String source = queue(call, "SourceArn", wanted.sourceArn());
    String target =
        wanted.destinationArn() == null
            ? null
            : queue(call, "DestinationArn", wanted.destinationArn());
    checkRate(wanted.maxNumberOfMessagesPerSecond());
    if (admin.sources(source, null, 1, name -> true).items().isEmpty()) {
      throw SqsError.INVALID_PARAMETER.because(
          "Source queue must be configured as a Dead Letter Queue.");
    }
    if (redrives.list(source, Long.MAX_VALUE, LOOKED_AT).items().stream()
        .anyMatch(MoveTask::isRunning)) {
      throw SqsError.INVALID_PARAMETER.because(
          "There is already a task running. Only one active task is allowed for a source queue arn"
              + " at a given time.");
    }
    RedriveWish wish =
        new RedriveWish(target, null, null, null, wanted.maxNumberOfMessagesPerSecond());
    RedriveView begun = redrives.start(source, wish, call.caller());
    return SqsAnswer.now(
        SqsAnswer.of(new SqsAnswers.Started(MoveTask.handle(begun, call.arn(source)))));
  }

  CompletionStage<SqsAnswer> cancel(SqsCall call) throws IOException {
    MoveTask task = MoveTask.ofHandle(call.read(CancelMoveTask.class).taskHandle());
    String source = queue(call, "SourceArn", task.sourceArn());
    boolean runs =
        redrives.list(source, task.id() + 1, 1).items().stream()
            .anyMatch(view -> view.id().equals(task.taskId()) && MoveTask.isRunning(view));
    if (!runs) {
      throw SqsError.RESOURCE_NOT_FOUND.because("Task does not exist.");
    }
    RedriveView ended = redrives.cancel(source, task.id(), call.caller());
    return SqsAnswer.now(SqsAnswer.of(new SqsAnswers.Cancelled(ended.moved())));
  }

  CompletionStage<SqsAnswer> list(SqsCall call) throws IOException {
    ListMoveTasks wanted = call.read(ListMoveTasks.class);
    String source = queue(call, "SourceArn", wanted.sourceArn());
    int limit = wanted.maxResults() == null ? 1 : wanted.maxResults();
    if (limit < 1 || limit > MOST_LISTED) {
      throw SqsException.invalid(limit, "MaxResults", "Must be between 1 and 10, if provided.");
    }
    List<SqsAnswers.Task> tasks =
        redrives.list(source, Long.MAX_VALUE, limit).items().stream()
            .map(view -> MoveTask.answer(view, call))
            .toList();
    return SqsAnswer.now(SqsAnswer.of(new SqsAnswers.TaskList(SqsAnswers.orNull(tasks))));
  }

  /** The queue that an ARN names, which is there and which the caller reaches. */
  private String queue(SqsCall call, String parameter, @Nullable String arn) {
    if (arn == null) {
      throw SqsException.missing(parameter);
    }
    String name =
        QueueNames.ofArn(arn)
            .orElseThrow(
                () ->
                    SqsError.INVALID_PARAMETER.because(
                        "You must use this format to specify the "
                            + parameter
                            + ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>"));
    call.caller().require(Role.WRITE, "queue", name);
    if (queues.find(name).isEmpty()) {
      throw SqsError.RESOURCE_NOT_FOUND.because(
          "The resource that you specified for the " + parameter + " parameter doesn't exist.");
    }
    return name;
  }

  private static void checkRate(@Nullable Integer perSecond) {
    if (perSecond != null && (perSecond < 1 || perSecond > MOST_PER_SECOND)) {
      throw SqsException.invalid(
          perSecond, "MaxNumberOfMessagesPerSecond", "Must be between 1 and 500, if provided.");
    }
  }
}
