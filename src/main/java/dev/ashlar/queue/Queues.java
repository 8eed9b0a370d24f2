package dev.ashlar.queue;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Checks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages, for all who are in this server: the API, protocols, applications. Bad input is thrown
 * as a {@code ProblemException}; so, in the stage, is that there is no such queue ({@code
 * queue-not-found}). Thread-safe.
 */
@ApplicationScoped
public class Queues {
  @Inject QueueEngine engine;
  @Inject QueueWaits waits;
  @Inject Database database;

  /** Sends messages, all or none; they are on disk when the stage completes. */
  public CompletionStage<List<SentMessage>> send(String queue, List<NewMessage> messages) {
    QueueCommand.Send command = new QueueCommand.Send(queue, checked(queue, messages));
    return done(command, QueueResult.Sent.class).thenApply(QueueResult.Sent::messages);
  }

  /**
   * Sends messages when, and only if, the transaction of the calling thread commits; answers their
   * ids. A duplicate is found out then, and not sent.
   *
   * @throws IllegalStateException when the thread is in no transaction
   */
  public List<UUID> sendInTransaction(String queue, List<NewMessage> messages) {
    List<Outgoing> outgoing = checked(queue, messages);
    if (!database.isInTransaction()) {
      throw new IllegalStateException("There is no transaction to be part of; use send.");
    }
    return database.sqlInTransaction(
        connection -> new OutboxTable(connection).store(queue, outgoing));
  }

  private static List<Outgoing> checked(String queue, List<NewMessage> messages) {
    Checks checks =
        new Checks()
            .name("queue", queue)
            .that(
                !messages.isEmpty() && messages.size() <= QueueRules.MOST_MESSAGES,
                "messages",
                "must be from 1 to " + QueueRules.MOST_MESSAGES + " messages");
    List<Outgoing> outgoing = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      messages.get(i).check(checks, QueueRules.field(messages.size(), i));
    }
    checks.orThrow();
    messages.forEach(message -> outgoing.add(message.outgoing()));
    return outgoing;
  }

  /**
   * Receives messages, waiting for them if there are none; without a thread that waits.
   *
   * @param isGone whether the one who waits has gone; asked every second
   */
  public CompletionStage<List<ReceivedMessage>> receive(
      String queue, ReceiveOptions options, BooleanSupplier isGone) {
    return waits
        .receive(options.command(queue), options.patience(), isGone)
        .thenApply(result -> received(queue, result));
  }

  private static List<ReceivedMessage> received(String queue, QueueResult result) {
    List<ReceivedMessage> messages = new ArrayList<>();
    for (QueueResult.Given given :
        QueueAnswers.expect(result, QueueResult.Received.class, queue).messages()) {
      if (given.content() != null) {
        messages.add(new ReceivedMessage(given, given.content()));
      }
    }
    return messages;
  }

  /**
   * Gives back what a receive was answered when nobody was there to be told of it: it was no
   * delivery, and does not count as one. What a receive with an attempt was answered stays with it,
   * as the call may have been repeated; it comes back when its time is over.
   */
  public void takeBack(String queue, List<ReceivedMessage> messages) {
    if (!messages.isEmpty()) {
      List<Long> positions = messages.stream().map(ReceivedMessage::position).toList();
      long nonce = Objects.requireNonNull(Receipt.parse(messages.get(0).receipt())).nonce();
      CompletionStage<QueueResult> unused =
          engine.submit(new QueueCommand.Undeliver(queue, positions, nonce));
    }
  }

  /** Ends messages that are done; answers each receipt, in order. */
  public CompletionStage<List<ReceiptOutcome>> ack(String queue, List<String> receipts) {
    QueueRules.checkReceipts(queue, receipts).orThrow();
    return settle(new QueueCommand.Ack(queue, receipts));
  }

  /** The same, and a receipt whose time is over counts while nobody else was given the message. */
  public CompletionStage<List<ReceiptOutcome>> ackLate(String queue, List<String> receipts) {
    QueueRules.checkReceipts(queue, receipts).orThrow();
    return settle(new QueueCommand.Ack(queue, receipts, true));
  }

  /**
   * Gives messages back that could not be processed; answers each receipt, in order.
   *
   * @param delay when to give them again; null for the queue's back-off
   * @param reason why, for whoever looks at dead letters
   */
  public CompletionStage<List<ReceiptOutcome>> nack(
      String queue, List<String> receipts, @Nullable Duration delay, @Nullable String reason) {
    Checks checks = QueueRules.checkReceipts(queue, receipts);
    QueueRules.checkReturn(checks, delay, reason);
    checks.orThrow();
    return settle(new QueueCommand.Nack(queue, receipts, delay, reason));
  }

  /**
   * Hides messages for longer that take longer; answers each receipt, in order.
   *
   * @param visibilityTimeout how long from now, nothing to give them back; null for the queue's
   */
  public CompletionStage<List<ReceiptOutcome>> extend(
      String queue, List<String> receipts, @Nullable Duration visibilityTimeout) {
    Checks checks = QueueRules.checkReceipts(queue, receipts);
    QueueRules.checkVisibility(checks, visibilityTimeout);
    checks.orThrow();
    return settle(new QueueCommand.Extend(queue, receipts, visibilityTimeout));
  }

  private CompletionStage<List<ReceiptOutcome>> settle(QueueCommand command) {
    return done(command, QueueResult.Settled.class).thenApply(QueueResult.Settled::outcomes);
  }

  private <R extends QueueResult> CompletionStage<R> done(QueueCommand command, Class<R> kind) {
    return engine
        .submit(command)
        .thenApply(result -> QueueAnswers.expect(result, kind, command.queue()));
  }
}
