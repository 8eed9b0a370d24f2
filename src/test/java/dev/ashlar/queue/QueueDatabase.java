package dev.ashlar.queue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ashlar.platform.database.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Queues on a real database, as one node after another sees them; each call one transaction. */
final class QueueDatabase {
  final TestPostgres postgres = TestPostgres.migrated();
  private final Random random = new Random(1);
  final Cache<Long, Content> contents = Caffeine.newBuilder().build();
  private OpenQueues open = new OpenQueues();

  /** Work in a transaction. */
  @FunctionalInterface
  interface Work<R> {
    R apply(Connection connection) throws SQLException;
  }

  void create(String queue, String type) {
    postgres.execute(
        "INSERT INTO ashlar_queue.queue (name, fifo, visibility_millis, max_receives,"
            + " retention_millis, delay_millis, max_message_bytes, dedup_millis,"
            + " backoff_initial_millis, backoff_multiplier, backoff_max_millis, backoff_jitter,"
            + " max_in_flight) VALUES ('"
            + queue
            + "', "
            + type.equals("fifo")
            + ", 30000, 3, 60000, 0, 1000, 60000, 0, 1, 0, 0, 1000)");
  }

  /** Another node, which knows nothing yet. */
  OpenQueues another() {
    OpenQueues former = open;
    open = new OpenQueues();
    return former;
  }

  /** What this node has in memory is of another server. */
  void serverChanged() {
    OpenQueues former = new OpenQueues();
    open.forEach(former::put);
    open = former;
    contents.put(0L, new Content(UUID.randomUUID(), new byte[0], null, null, 0, null, null));
  }

  void back(OpenQueues node) {
    open = node;
  }

  QueueResult run(QueueCommand command) {
    return runAll(command).get(0);
  }

  /** As one batch. */
  List<QueueResult> runAll(QueueCommand... commands) {
    return inTransaction(connection -> write(connection, commands));
  }

  /** Carries it out, and loses the transaction. */
  void lose(QueueCommand command) {
    try (Connection connection = postgres.connect()) {
      connection.setAutoCommit(false);
      List<QueueResult> unused = write(connection, command);
      connection.rollback();
      open.remove(command.queue());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<QueueResult> write(Connection connection, QueueCommand... commands)
      throws SQLException {
    return written(connection, commands).results();
  }

  QueueWriter.Written written(Connection connection, QueueCommand... commands) throws SQLException {
    return new QueueWriter(connection, open, contents, random).write(List.of(commands));
  }

  void send(String queue, String... bodies) {
    for (String body : bodies) {
      Content content =
          new Content(
              UUID.randomUUID(), body.getBytes(StandardCharsets.UTF_8), null, null, 0, null, null);
      QueueResult unused =
          run(new QueueCommand.Send(queue, List.of(new Outgoing(content, "g", null, null))));
    }
  }

  /** Sends one that is hidden at first; answers its position. */
  long sendLater(String queue, Duration delay) {
    Content content = new Content(UUID.randomUUID(), new byte[1], null, null, 0, null, null);
    Outgoing message = new Outgoing(content, null, delay, null);
    return ((QueueResult.Sent) run(new QueueCommand.Send(queue, List.of(message))))
        .messages()
        .get(0)
        .position();
  }

  /** Sends so many of a group at once. */
  void sendMany(String queue, @Nullable String group, int number) {
    List<Outgoing> messages = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Content content =
          new Content(
              UUID.randomUUID(),
              (group + i).getBytes(StandardCharsets.UTF_8),
              null,
              null,
              0,
              null,
              null);
      messages.add(new Outgoing(content, group, null, null));
    }
    QueueResult unused = run(new QueueCommand.Send(queue, messages));
  }

  QueueResult.Received receive(String queue, int max) {
    return (QueueResult.Received) run(new QueueCommand.Receive(queue, max, null, null));
  }

  List<String> take(String queue, int max) {
    return bodies(receive(queue, max));
  }

  static List<String> bodies(QueueResult.Received received) {
    return received.messages().stream()
        .map(g -> new String(Objects.requireNonNull(g.content()).body(), StandardCharsets.UTF_8))
        .toList();
  }

  QueueResult ack(String queue, QueueResult.Received received) {
    return run(new QueueCommand.Ack(queue, MemoryQueue.receipts(received)));
  }

  /** What this node has in memory of it. */
  QueueState state(String queue) {
    return Objects.requireNonNull(open.get(queue)).state;
  }

  /** Of all its messages in the log. */
  List<Long> positions(String queue) {
    return inTransaction(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT m.position FROM ashlar_queue.message m JOIN ashlar_queue.queue q"
                      + " ON q.id = m.queue_id WHERE q.name = ? ORDER BY 1")) {
            statement.setString(1, queue);
            List<Long> positions = new ArrayList<>();
            ResultSet row = statement.executeQuery();
            while (row.next()) {
              positions.add(row.getLong(1));
            }
            return positions;
          }
        });
  }

  QueueResult.Counted counts(String queue) {
    return (QueueResult.Counted) run(new QueueCommand.Look(queue));
  }

  <R> R inTransaction(Work<R> work) {
    try (Connection connection = postgres.connect()) {
      connection.setAutoCommit(false);
      R result = work.apply(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
