package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsRequests.OfQueue;
import dev.ashlar.protocol.sqs.SqsRequests.TagQueue;
import dev.ashlar.protocol.sqs.SqsRequests.UntagQueue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The tags of queues. */
@ApplicationScoped
class TagOperations {
  @Inject SqsQueues queues;

  CompletionStage<SqsAnswer> tag(SqsCall call) throws IOException {
    TagQueue wanted = call.read(TagQueue.class);
    SqsQueue queue = queues.of(call, wanted.queueUrl(), Role.ADMIN);
    Map<String, String> tags = Tags.check(wanted.tags());
    if (tags.isEmpty()) {
      throw SqsException.missing("Tags");
    }
    queues.changeTags(queue.name(), standing -> Tags.with(standing, tags));
    return SqsAnswer.now(SqsAnswer.empty());
  }

  CompletionStage<SqsAnswer> untag(SqsCall call) throws IOException {
    UntagQueue wanted = call.read(UntagQueue.class);
    SqsQueue queue = queues.of(call, wanted.queueUrl(), Role.ADMIN);
    @Nullable List<@Nullable String> keys = wanted.tagKeys();
    if (keys == null || keys.isEmpty()) {
      throw SqsError.INVALID_PARAMETER.because(
          "Tag keys must be between 1 and 128 characters in length.");
    }
    queues.changeTags(queue.name(), standing -> Tags.without(standing, keys));
    return SqsAnswer.now(SqsAnswer.empty());
  }

  CompletionStage<SqsAnswer> list(SqsCall call) throws IOException {
    SqsQueue queue = queues.of(call, call.read(OfQueue.class).queueUrl(), Role.READ);
    return SqsAnswer.now(
        SqsAnswer.of(new SqsAnswers.Tags(SqsAnswers.orNull(queue.extras().tags()))));
  }
}
