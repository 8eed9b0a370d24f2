package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsAnswers.Failed;
import dev.ashlar.protocol.sqs.SqsRequests.SendBatch;
import dev.ashlar.protocol.sqs.SqsRequests.SendMessage;
import dev.ashlar.queue.NewMessage;
import dev.ashlar.queue.Queues;
import dev.ashlar.queue.SentMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Messages sent, one or a batch. */
@ApplicationScoped
class SendOperations {
  private static final int MOST_BYTES = 1 << 20;

  @Inject SqsQueues sqsQueues;
  @Inject Queues queues;

  CompletionStage<SqsAnswer> one(SqsCall call) throws IOException {
    SendMessage wanted = call.read(SendMessage.class);
    SqsQueue queue = sqsQueues.of(call, wanted.queueUrl(), Role.WRITE);
    Sending sending = Sending.of(wanted, queue);
    return queues
        .send(queue.name(), List.of(sending.message()))
        .thenApply(sent -> SqsAnswer.of(sending.answer(sent.get(0))));
  }

  CompletionStage<SqsAnswer> batch(SqsCall call) throws IOException {
    SendBatch wanted = call.read(SendBatch.class);
    SqsQueue queue = sqsQueues.of(call, wanted.queueUrl(), Role.WRITE);
    List<SendMessage> entries = BatchRules.check(wanted.entries());
    check(entries, queue);
    Outcome outcome = new Outcome();
    for (SendMessage entry : entries) {
      outcome.add(entry, queue);
    }
    if (outcome.messages.isEmpty()) {
      return SqsAnswer.now(outcome.answer(List.of()));
    }
    return queues.send(queue.name(), outcome.messages).thenApply(outcome::answer);
  }

  /** What makes the whole batch fail. */
  private static void check(List<SendMessage> entries, SqsQueue queue) {
    long bytes = 0;
    for (SendMessage entry : entries) {
      if (queue.isFifo() && entry.messageGroupId() == null) {
        throw SqsError.INVALID_PARAMETER.because(
            "The request must contain the parameter MessageGroupId.");
      }
      if (queue.isFifo() && !queue.isContentBased() && entry.messageDeduplicationId() == null) {
        throw Deduplication.notGiven();
      }
      bytes += size(entry);
    }
    if (bytes > MOST_BYTES) {
      throw SqsError.BATCH_TOO_LONG.because(
          "Batch requests cannot be longer than "
              + MOST_BYTES
              + " bytes. You have sent "
              + bytes
              + " bytes.");
    }
  }

  private static long size(SendMessage entry) {
    String body = entry.messageBody();
    return (body == null ? 0 : body.getBytes(StandardCharsets.UTF_8).length)
        + AttributeRules.size(entry.messageAttributes());
  }

  /** What becomes of a batch: entries fail each by itself, the others are sent together. */
  private static final class Outcome {
    final List<NewMessage> messages = new ArrayList<>();
    private final List<Sending> sendings = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();

    void add(SendMessage entry, SqsQueue queue) {
      try {
        Sending sending = Sending.of(entry, queue);
        messages.add(sending.message());
        sendings.add(sending);
      } catch (SqsException e) {
        failed.add(Failed.of(BatchRules.id(entry), e));
      }
    }

    SqsAnswer answer(List<SentMessage> sent) {
      List<Object> successful = new ArrayList<>();
      for (int i = 0; i < sent.size(); i++) {
        successful.add(sendings.get(i).answer(sent.get(i)));
      }
      return SqsAnswer.of(SqsAnswers.Batch.of(successful, failed));
    }
  }
}
