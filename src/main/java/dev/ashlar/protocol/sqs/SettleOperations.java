package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsAnswers.Done;
import dev.ashlar.protocol.sqs.SqsAnswers.Failed;
import dev.ashlar.protocol.sqs.SqsRequests.Settle;
import dev.ashlar.protocol.sqs.SqsRequests.SettleBatch;
import dev.ashlar.queue.Queues;
import dev.ashlar.queue.ReceiptOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Messages that are done, and those that take longer, or are given back. */
@ApplicationScoped
class SettleOperations {
  @Inject SqsQueues sqsQueues;
  @Inject Queues queues;

  /** What is done with a receipt; the stage fails if it does not count. */
  @FunctionalInterface
  private interface Act {
    CompletionStage<?> on(Settle entry, SqsQueue queue);
  }

  CompletionStage<SqsAnswer> delete(SqsCall call) throws IOException {
    return one(call, this::delete);
  }

  CompletionStage<SqsAnswer> deleteBatch(SqsCall call) throws IOException {
    return batch(call, this::delete);
  }

  CompletionStage<SqsAnswer> changeVisibility(SqsCall call) throws IOException {
    return one(call, this::changeVisibility);
  }

  CompletionStage<SqsAnswer> changeVisibilityBatch(SqsCall call) throws IOException {
    return batch(call, this::changeVisibility);
  }

  private CompletionStage<SqsAnswer> one(SqsCall call, Act act) throws IOException {
    Settle wanted = call.read(Settle.class);
    SqsQueue queue = sqsQueues.of(call, wanted.queueUrl(), Role.WRITE);
    return act.on(wanted, queue).thenApply(done -> SqsAnswer.empty());
  }

  /** Each entry by itself; they are committed together all the same. */
  private CompletionStage<SqsAnswer> batch(SqsCall call, Act act) throws IOException {
    SettleBatch wanted = call.read(SettleBatch.class);
    SqsQueue queue = sqsQueues.of(call, wanted.queueUrl(), Role.WRITE);
    List<CompletableFuture<Object>> results = new ArrayList<>();
    for (Settle entry : BatchRules.check(wanted.entries())) {
      results.add(result(entry, queue, act).toCompletableFuture());
    }
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(all -> answer(results.stream().map(CompletableFuture::join).toList()));
  }

  private static CompletionStage<Object> result(Settle entry, SqsQueue queue, Act act) {
    String id = BatchRules.id(entry);
    try {
      return act.on(entry, queue)
          .handle((done, error) -> error == null ? new Done(id) : Failed.of(id, error));
    } catch (RuntimeException e) {
      return CompletableFuture.completedStage(Failed.of(id, e));
    }
  }

  private static SqsAnswer answer(List<Object> results) {
    List<Object> successful = results.stream().filter(Done.class::isInstance).toList();
    List<Failed> failed =
        results.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
    return SqsAnswer.of(SqsAnswers.Batch.of(successful, failed));
  }

  /** Of a standard queue it is no error when the message is gone, or was given to somebody else. */
  private CompletionStage<?> delete(Settle entry, SqsQueue queue) {
    String receipt = receipt(entry);
    return queue.isFifo()
        ? queues
            .ack(queue.name(), List.of(receipt))
            .thenAccept(done -> require(done, receipt, "The receipt handle has expired."))
        : queues
            .ackLate(queue.name(), List.of(receipt))
            .thenAccept(done -> require(done, receipt, null));
  }

  private CompletionStage<?> changeVisibility(Settle entry, SqsQueue queue) {
    String receipt = receipt(entry);
    Duration visibility = ReceiveOperation.visibility(entry.visibilityTimeout());
    if (visibility == null) {
      throw SqsException.missing("VisibilityTimeout");
    }
    return queues
        .extend(queue.name(), List.of(receipt), visibility)
        .thenAccept(
            done ->
                require(
                    done,
                    receipt,
                    "Message does not exist or is not available for visibility timeout change."));
  }

  private static String receipt(Settle entry) {
    String receipt = entry.receiptHandle();
    if (receipt == null || receipt.isEmpty()) {
      throw SqsException.missing("ReceiptHandle");
    }
    return receipt;
  }

  /**
   * Fails unless the receipt counted.
   *
   * @param whenExpired what is said when its time was over; null when that is no error
   */
  private static void require(
      List<ReceiptOutcome> outcomes, String receipt, @Nullable String whenExpired) {
    ReceiptOutcome outcome = outcomes.get(0);
    if (outcome == ReceiptOutcome.INVALID) {
      throw SqsError.RECEIPT_HANDLE_IS_INVALID.because(
          "The input receipt handle \"" + receipt + "\" is not a valid receipt handle.");
    }
    if (outcome == ReceiptOutcome.EXPIRED && whenExpired != null) {
      throw SqsException.invalid(receipt, "ReceiptHandle", whenExpired);
    }
  }
}
