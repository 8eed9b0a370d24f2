package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsRequests.GetQueueAttributes;
import dev.ashlar.protocol.sqs.SqsRequests.SetQueueAttributes;
import dev.ashlar.queue.QueueAdmin;
import dev.ashlar.queue.QueueView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The attributes of queues. */
@ApplicationScoped
class AttributeOperations {
  private static final String COUNT = "ApproximateNumberOfMessages";
  private static final Set<String> KNOWN =
      Set.of(
          "All",
          COUNT,
          COUNT + "NotVisible",
          COUNT + "Delayed",
          "CreatedTimestamp",
          "LastModifiedTimestamp",
          "QueueArn",
          "Policy",
          "KmsMasterKeyId",
          "KmsDataKeyReusePeriodSeconds",
          QueueAttributes.DELAY,
          QueueAttributes.MAX_BYTES,
          QueueAttributes.RETENTION,
          QueueAttributes.WAIT,
          QueueAttributes.VISIBILITY,
          QueueAttributes.REDRIVE,
          QueueAttributes.REDRIVE_ALLOW,
          QueueAttributes.FIFO,
          QueueAttributes.CONTENT_BASED,
          QueueAttributes.SCOPE,
          QueueAttributes.THROUGHPUT,
          QueueAttributes.SSE);

  @Inject SqsQueues queues;
  @Inject QueueOperations queueOperations;
  @Inject QueueAdmin admin;

  CompletionStage<SqsAnswer> get(SqsCall call) throws IOException {
    GetQueueAttributes wanted = call.read(GetQueueAttributes.class);
    SqsQueue queue = queues.of(call, wanted.queueUrl(), Role.READ);
    AttributeNames names = AttributeNames.of(wanted.attributeNames());
    for (String name : names.exact()) {
      if (!KNOWN.contains(name)) {
        throw QueueAttributes.unknown(name);
      }
    }
    if (names.isNone()) {
      return SqsAnswer.now(SqsAnswer.of(new SqsAnswers.Attributes(null)));
    }
    return admin
        .look(queue.name())
        .thenApply(
            view -> {
              Map<String, String> all = queue.attributes(call.region());
              count(all, view);
              all.keySet().removeIf(name -> !names.contains(name));
              return SqsAnswer.of(new SqsAnswers.Attributes(SqsAnswers.orNull(all)));
            });
  }

  private static void count(Map<String, String> attributes, QueueView view) {
    attributes.put(COUNT, text(view.ready()));
    attributes.put(COUNT + "NotVisible", text(view.inFlight()));
    attributes.put(COUNT + "Delayed", text(view.delayed()));
  }

  private static String text(@Nullable Long count) {
    return Long.toString(count == null ? 0 : count);
  }

  CompletionStage<SqsAnswer> set(SqsCall call) throws IOException {
    SetQueueAttributes wanted = call.read(SetQueueAttributes.class);
    SqsQueue queue = queues.of(call, wanted.queueUrl(), Role.ADMIN);
    if (wanted.attributes() == null || wanted.attributes().isEmpty()) {
      throw SqsException.missing("Attributes");
    }
    Map<String, String> attributes =
        QueueAttributes.check(wanted.attributes(), queue.isFifo(), call.region());
    boolean unused =
        queues.change(
            queue.name(),
            standing -> {
              SqsQueue now = standing.orElseThrow(SqsException::noQueue);
              queueOperations.checkTarget(
                  call, now.name(), attributes, now.settings().deadLetterQueue());
              admin.configure(
                  now.name(), SqsQueue.changed(now.settings(), attributes), call.caller());
              queues.store(
                  now, SqsQueue.extras(now.extras().attributes(), attributes), now.extras().tags());
              return true;
            });
    return SqsAnswer.now(SqsAnswer.empty());
  }
}
