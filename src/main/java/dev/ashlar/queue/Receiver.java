package dev.ashlar.queue;

import dev.ashlar.queue.QueueCommand.Receive;
import dev.ashlar.queue.QueueResult.Received;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for messages. */
final class Receiver {
  private static final AtomicLong COMERS = new AtomicLong();

  final Receive receive;
  final Line line;
  final BooleanSupplier isGone;
  final CompletableFuture<QueueResult> result;

  /** Whether its patience is at an end. */
  final AtomicBoolean isOver = new AtomicBoolean();

  /** When it came, as one among all. */
  final long place = COMERS.incrementAndGet();

  /** What it was told last, which was that there is nothing. */
  volatile @Nullable QueueResult last;

  Receiver(
      Receive receive, Line line, BooleanSupplier isGone, CompletableFuture<QueueResult> result) {
    this.receive = receive;
    this.line = line;
    this.isGone = isGone;
    this.result = result;
  }

  String queue() {
    return receive.queue();
  }

  QueueResult lastAnswer() {
    QueueResult answer = last;
    return answer == null ? new Received(List.of(), 0, null, Instant.EPOCH) : answer;
  }
}
