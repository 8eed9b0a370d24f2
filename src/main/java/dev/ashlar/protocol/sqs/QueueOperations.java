package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsRequests.CreateQueue;
import dev.ashlar.protocol.sqs.SqsRequests.GetQueueUrl;
import dev.ashlar.protocol.sqs.SqsRequests.OfQueue;
import dev.ashlar.queue.QueueAdmin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Queues made, found, emptied and dropped. */
@ApplicationScoped
class QueueOperations {
  @Inject SqsQueues queues;
  @Inject QueueAdmin admin;

  CompletionStage<SqsAnswer> create(SqsCall call) throws IOException {
    CreateQueue wanted = call.read(CreateQueue.class);
    boolean fifo = QueueAttributes.isFifo(wanted.attributes());
    String name = QueueNames.checkNew(wanted.queueName(), fifo);
    Map<String, String> attributes =
        QueueAttributes.check(wanted.attributes(), fifo, call.region());
    Map<String, String> tags = Tags.check(wanted.tags());
    call.caller().require(Role.READ, "queue", name);
    boolean unused =
        queues.change(
            name,
            standing -> {
              if (standing.isPresent()) {
                requireSame(standing.get(), attributes, call);
                return false;
              }
              call.caller().require(Role.ADMIN, "queue", name);
              checkTarget(call, name, attributes, null);
              admin.configure(
                  name, SqsQueue.changed(SqsQueue.usual(fifo), attributes), call.caller());
              queues.begin(name, SqsQueue.extras(Map.of(), attributes), tags);
              return true;
            });
    return SqsAnswer.now(SqsAnswer.of(new SqsAnswers.QueueUrl(call.url(name))));
  }

  private static void requireSame(SqsQueue standing, Map<String, String> attributes, SqsCall call) {
    String different = standing.firstDifference(attributes, call.region());
    if (different != null) {
      throw SqsError.QUEUE_NAME_EXISTS.because(
          "A queue already exists with the same name and a different value for attribute "
              + different);
    }
  }

  /**
   * Whether caller and queue may choose the one that is wanted for dead letters.
   *
   * @param former the one that it has, which is not asked again; null without one
   */
  void checkTarget(
      SqsCall call, String name, Map<String, String> attributes, @Nullable String former) {
    String text = attributes.getOrDefault(QueueAttributes.REDRIVE, "");
    if (text.isEmpty() || RedrivePolicy.parse(text).target().equals(former)) {
      return;
    }
    String wanted = RedrivePolicy.parse(text).target();
    call.caller().require(Role.WRITE, "queue", wanted);
    Optional<SqsQueue> target = queues.find(wanted);
    if (target.isEmpty()) {
      throw RedrivePolicy.invalid(text, "Dead letter target does not exist.");
    }
    @Nullable String allow = target.get().extras().attributes().get(QueueAttributes.REDRIVE_ALLOW);
    if (!RedriveAllowPolicy.allows(allow, name)) {
      throw RedrivePolicy.invalid(text, "Dead letter target does not allow it.");
    }
  }

  CompletionStage<SqsAnswer> getUrl(SqsCall call) throws IOException {
    String name = call.read(GetQueueUrl.class).queueName();
    if (name == null) {
      throw SqsError.INVALID_PARAMETER.because("Value for parameter QueueName is invalid.");
    }
    SqsQueue queue = queues.of(call, name, Role.READ);
    return SqsAnswer.now(SqsAnswer.of(new SqsAnswers.QueueUrl(call.url(queue.name()))));
  }

  CompletionStage<SqsAnswer> delete(SqsCall call) throws IOException {
    SqsQueue queue = queues.of(call, call.read(OfQueue.class).queueUrl(), Role.ADMIN);
    boolean unused =
        queues.change(
            queue.name(),
            standing -> {
              admin.delete(queue.name(), call.caller());
              return true;
            });
    return SqsAnswer.now(SqsAnswer.empty());
  }

  CompletionStage<SqsAnswer> purge(SqsCall call) throws IOException {
    SqsQueue queue = queues.of(call, call.read(OfQueue.class).queueUrl(), Role.ADMIN);
    return admin.purge(queue.name(), call.caller()).thenApply(purged -> SqsAnswer.empty());
  }
}
