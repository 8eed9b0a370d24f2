package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.http.ClientConnection;
import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsRequests.ReceiveMessage;
import dev.ashlar.queue.Queues;
import dev.ashlar.queue.ReceiveOptions;
import dev.ashlar.queue.ReceivedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Messages received, by somebody who is still there. */
@ApplicationScoped
class ReceiveOperation {
  private static final int MOST = 10;
  private static final int LONGEST_WAIT = 20;
  static final int LONGEST_VISIBILITY = 43_200;

  @Inject SqsQueues sqsQueues;
  @Inject Queues queues;

  CompletionStage<SqsAnswer> receive(SqsCall call) throws IOException {
    ReceiveMessage wanted = call.read(ReceiveMessage.class);
    SqsQueue queue = sqsQueues.of(call, wanted.queueUrl(), Role.WRITE);
    ReceivedMessages messages =
        new ReceivedMessages(
            call,
            queue,
            AttributeNames.of(wanted.attributeNames(), wanted.messageSystemAttributeNames()),
            AttributeNames.of(wanted.messageAttributeNames()));
    ClientConnection client = ClientConnection.of(call.request());
    return queues
        .receive(queue.name(), options(wanted, queue), client::isGone)
        .whenComplete((received, error) -> stopLooking(client, error))
        .thenApply(received -> response -> deliver(messages, received, client, response));
  }

  private static void stopLooking(ClientConnection client, @Nullable Throwable error) {
    if (error != null) {
      boolean unused = client.beginAnswer();
    }
  }

  private void deliver(
      ReceivedMessages messages,
      List<ReceivedMessage> received,
      ClientConnection client,
      HttpServletResponse response)
      throws IOException {
    String queue = messages.queue().name();
    if (!client.beginAnswer()) {
      queues.takeBack(queue, received);
      throw new IOException("nobody is there to be given the messages");
    }
    try {
      SqsAnswer.of(messages.of(received)).write(response);
      response.flushBuffer();
    } catch (IOException e) {
      queues.takeBack(queue, received);
      throw e;
    }
  }

  private static ReceiveOptions options(ReceiveMessage wanted, SqsQueue queue) {
    Integer max = wanted.maxNumberOfMessages();
    if (max != null && (max < 1 || max > MOST)) {
      throw SqsException.invalid(
          max, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.");
    }
    Integer wait = wanted.waitTimeSeconds();
    if (wait != null && (wait < 0 || wait > LONGEST_WAIT)) {
      throw SqsException.invalid(wait, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.");
    }
    return new ReceiveOptions(
        max == null ? 1 : max,
        wait == null ? queue.patience() : Duration.ofSeconds(wait),
        visibility(wanted.visibilityTimeout()),
        attempt(wanted.receiveRequestAttemptId(), queue));
  }

  /** The time-out that a client gives; null when it gives none. */
  static @Nullable Duration visibility(@Nullable Integer seconds) {
    if (seconds != null && (seconds < 0 || seconds > LONGEST_VISIBILITY)) {
      throw SqsException.invalid(
          seconds, "VisibilityTimeout", "Must be between 0 and 43200, if provided.");
    }
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static @Nullable String attempt(@Nullable String id, SqsQueue queue) {
    if (id != null && !queue.isFifo()) {
      throw SqsException.invalid(
          id,
          "ReceiveRequestAttemptId",
          "The request includes a parameter that is not valid for this queue type.");
    }
    return id == null ? null : Text.id("ReceiveRequestAttemptId", id);
  }
}
