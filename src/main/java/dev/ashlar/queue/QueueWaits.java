package dev.ashlar.queue;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.database.OverloadedException;
import dev.ashlar.queue.QueueCommand.Receive;
import dev.ashlar.queue.QueueResult.Received;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Receivers who wait at this node for messages: an entry here, no thread. First come, first served.
 * Thread-safe.
 */
@ApplicationScoped
class QueueWaits {
  private static final System.Logger LOG = System.getLogger(QueueWaits.class.getName());
  private static final int TICK_MILLIS = 1_000;
  private static final int POLL_TICKS = 10;
  private static final long DAY = TimeUnit.DAYS.toNanos(1);

  /** How far the logs of these queues go, in the segments that may be written to. */
  private static final String LAST =
      """
      SELECT q.name, max(greatest(
          (SELECT max(position) FROM ashlar_queue.message WHERE queue_id = q.id AND slot = s.slot),
          (SELECT max(position) FROM ashlar_queue.event WHERE queue_id = q.id AND slot = s.slot)))
      FROM ashlar_queue.queue q
      CROSS JOIN (SELECT slot FROM ashlar_queue.segment ORDER BY turn DESC LIMIT 2) AS s
      WHERE q.name = ANY(?) GROUP BY q.name
      """;

  @Inject QueueEngine engine;
  @Inject Database database;
  @Inject Hints hints;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.queue.waiters")
  int mostWaiters;

  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private final Map<String, Due> dues = new ConcurrentHashMap<>();
  private int ticks;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean looking = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> ticking;

  /** When a queue is to be looked at by this machine's clock, and by what. */
  private record Due(long nanos, ScheduledFuture<?> task) {}

  /** Before the database is up, as {@link Hints#listen} asks. */
  void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
    hints.listen(QueueEngine.CHANNEL, this::look);
  }

  @PostConstruct
  void open() {
    ticking =
        threads
            .timers()
            .scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  /**
   * Receives, waiting for something to come if there is nothing.
   *
   * @param patience how long to wait at most
   * @param isGone whether the one who waits has gone; asked every second
   */
  CompletionStage<QueueResult> receive(Receive receive, Duration patience, BooleanSupplier isGone) {
    if (patience.isZero()) {
      return engine.receive(receive);
    }
    if (waiting.get() >= mostWaiters) {
      throw new OverloadedException(
          mostWaiters + " clients of this node are waiting for messages; try another node.");
    }
    Receiver receiver =
        new Receiver(receive, joined(receive.queue()), isGone, new CompletableFuture<>());
    waiting.incrementAndGet();
    ask(receiver);
    ScheduledFuture<?> end =
        threads
            .timers()
            .schedule(() -> giveUp(receiver), patience.toMillis(), TimeUnit.MILLISECONDS);
    return receiver.result.whenComplete(
        (result, error) -> {
          end.cancel(false);
          waiting.decrementAndGet();
          left(receiver.queue());
        });
  }

  private Line joined(String queue) {
    return Objects.requireNonNull(
        lines.compute(
            queue,
            (name, former) -> {
              Line line = former == null ? new Line() : former;
              boolean unused = line.isEmptyAfter(1);
              return line;
            }));
  }

  private void left(String queue) {
    Line unused =
        lines.computeIfPresent(queue, (name, line) -> line.isEmptyAfter(-1) ? null : line);
  }

  private void giveUp(Receiver receiver) {
    receiver.isOver.set(true);
    if (receiver.line.leave(receiver)) {
      threads.answerers().execute(() -> receiver.result.complete(receiver.lastAnswer()));
    }
  }

  private void ask(Receiver receiver) {
    long calls = receiver.line.calls();
    CompletionStage<QueueResult> unused =
        engine
            .receive(receiver.receive)
            .whenComplete(
                (result, error) -> {
                  if (error != null) {
                    receiver.result.completeExceptionally(error);
                  } else {
                    answered(receiver, result, calls);
                  }
                });
  }

  private void answered(Receiver receiver, QueueResult result, long callsBefore) {
    if (result instanceof QueueResult.Later) {
      ask(receiver);
      return;
    }
    boolean isEmpty = result instanceof Received received && received.messages().isEmpty();
    receiver.last = result;
    if (!isEmpty || receiver.isOver.get()) {
      receiver.result.complete(result);
    } else if (!receiver.line.join(receiver, callsBefore)) {
      ask(receiver);
    } else if (receiver.isOver.get() && receiver.line.leave(receiver)) {
      receiver.result.complete(result);
    }
  }

  /** Somebody who was called, and from when on he has missed what happens. */
  record Called(Receiver receiver, long calls) {}

  /**
   * Takes out of their lines whom the messages of these commands may serve: they are to receive in
   * the same batch, which saves them a second one. Each is to be told by {@link #told}, or to
   * {@link #askAgain}.
   */
  List<Called> call(List<QueueCommand> commands) {
    Map<String, Integer> sent = new LinkedHashMap<>();
    for (QueueCommand command : commands) {
      if (command instanceof QueueCommand.Send send) {
        sent.merge(send.queue(), send.messages().size(), Integer::sum);
      }
    }
    List<Called> called = new ArrayList<>();
    sent.forEach(
        (queue, messages) -> {
          Line line = lines.get(queue);
          if (line != null) {
            List<Receiver> receivers = line.call(messages);
            long calls = line.calls();
            receivers.forEach(receiver -> called.add(new Called(receiver, calls)));
          }
        });
    return called;
  }

  /** What came of the receive of somebody who was called. */
  void told(Called called, QueueResult result) {
    threads.answerers().execute(() -> answered(called.receiver, result, called.calls));
  }

  /** The batch failed; perhaps not because of him. */
  void askAgain(Called called) {
    ask(called.receiver);
  }

  /** So far the log of a queue is known to those who wait. */
  void saw(String queue, long last) {
    Line line = lines.get(queue);
    if (line != null) {
      boolean unused = line.grewTo(last);
    }
  }

  /** Something may have become visible: those who wait ask again, as many as may be served. */
  void wake(String queue) {
    Line line = lines.get(queue);
    if (line != null) {
      line.call().forEach(this::ask);
    }
  }

  /**
   * Time alone will make something visible.
   *
   * @param at when; null for never
   * @param now the database's clock
   */
  void isDue(String queue, @Nullable Instant at, Instant now) {
    if (at == null) {
      return;
    }
    long nanos = Math.max(1_000_000, Math.min(Duration.between(now, at).toNanos() + 500_000, DAY));
    long due = System.nanoTime() + nanos;
    Due unused =
        dues.compute(
            queue,
            (name, former) -> {
              if (former != null && former.nanos - due <= 0) {
                return former;
              }
              if (former != null) {
                former.task.cancel(false);
              }
              return new Due(
                  due, threads.timers().schedule(() -> lookAt(name), nanos, TimeUnit.NANOSECONDS));
            });
  }

  /** Lets time pass for a queue: that tells who failed too often, and when it is due again. */
  private void lookAt(String queue) {
    dues.remove(queue);
    wake(queue);
    CompletionStage<QueueResult> unused = engine.submit(new QueueCommand.Look(queue));
  }

  /** Something happened to some queue, at some node. */
  private void look() {
    if (looking.compareAndSet(false, true)) {
      threads.committers().execute(this::findGrown);
    }
  }

  private void findGrown() {
    looking.set(false);
    Set<String> waitedIn = Set.copyOf(lines.keySet());
    if (waitedIn.isEmpty() || !database.isUp()) {
      return;
    }
    try {
      database.sqlInTransaction(connection -> last(connection, waitedIn)).forEach(this::sawUpTo);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Queues could not be looked at; they are looked at again", e);
    }
  }

  private void sawUpTo(String queue, long last) {
    Line line = lines.get(queue);
    if (line != null && line.grewTo(last)) {
      wake(queue);
    }
  }

  private static Map<String, Long> last(Connection connection, Set<String> queues)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST)) {
      statement.setArray(1, connection.createArrayOf("text", queues.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        Map<String, Long> last = new HashMap<>();
        while (row.next()) {
          last.put(row.getString(1), row.getLong(2));
        }
        return last;
      }
    }
  }

  private void tick() {
    try {
      for (Line line : lines.values()) {
        line.leaveGone().forEach(gone -> gone.result.complete(gone.lastAnswer()));
      }
      if (++ticks % POLL_TICKS == 0) {
        lines.keySet().forEach(this::wake);
      }
      look();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Receivers could not be looked at; they are looked at again", e);
    }
  }
}
