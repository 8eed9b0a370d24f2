package dev.ashlar.queue;

import dev.ashlar.platform.database.SqlArrays;
import dev.ashlar.queue.QueueTable.Current;
import dev.ashlar.queue.QueueTable.DedupId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What applications send in their own transactions, by {@code ashlar.send} or {@link
 * Queues#sendInTransaction}, and how it gets to the logs of the queues.
 */
final class OutboxTable {
  private static final int MOST_AT_ONCE = 500;
  private static final long MOST_BYTES = 16 << 20;

  private static final String NEXT =
      """
      SELECT o.*, q.name, (extract(epoch FROM o.delay) * 1000)::bigint AS delay_of_message
      FROM (SELECT *, sum(octet_length(body)) OVER (ORDER BY n) - octet_length(body) AS before
          FROM (SELECT * FROM ashlar_queue.outbox WHERE n > ? ORDER BY n LIMIT ?) AS next) AS o
      LEFT JOIN ashlar_queue.queue q ON q.id = o.queue_id WHERE o.before < ? ORDER BY o.n
      """;
  private static final String STORE =
      """
      INSERT INTO ashlar_queue.outbox (queue_id, id, delay, not_before, priority, group_name,
          dedup_id, content_type, headers, body)
      SELECT ?, m.id, m.delay * interval '1 millisecond', m.not_before, m.priority, m.group_name,
          m.dedup_id, m.content_type, m.headers, m.body
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY AS m (id, delay, not_before, priority,
          group_name, dedup_id, content_type, headers, body, n)
      ORDER BY m.n
      """;
  private static final String DELETE = "DELETE FROM ashlar_queue.outbox WHERE n = ANY(?)";

  private final Connection connection;
  private final QueueTable table;

  OutboxTable(Connection connection) {
    this.connection = connection;
    this.table = new QueueTable(connection);
  }

  /** Puts messages into the outbox, in the open transaction; answers their ids. */
  List<UUID> store(String queue, List<Outgoing> messages) throws SQLException {
    QueueConfig config = new QueueConfigTable(connection).find(queue);
    if (config == null) {
      throw QueueAnswers.notFound(queue);
    }
    QueueSends.check(config, messages, Instant.now());
    try (PreparedStatement statement = connection.prepareStatement(STORE)) {
      SqlArrays arrays = new SqlArrays(connection);
      int next = 1;
      statement.setInt(next++, config.id());
      statement.setArray(next++, arrays.of("uuid", messages, m -> m.content().id()));
      statement.setArray(next++, arrays.of("int8", messages, m -> millis(m.delay())));
      statement.setArray(next++, arrays.times(messages, Outgoing::at));
      statement.setArray(next++, arrays.of("int4", messages, m -> m.content().priority()));
      statement.setArray(next++, arrays.of("text", messages, Outgoing::group));
      statement.setArray(next++, arrays.of("text", messages, m -> m.content().dedupId()));
      statement.setArray(next++, arrays.of("text", messages, m -> m.content().contentType()));
      statement.setArray(next++, arrays.of("text", messages, m -> m.content().headers()));
      statement.setArray(next, arrays.bytes(messages, m -> m.content().body()));
      statement.executeUpdate();
    }
    return messages.stream().map(message -> message.content().id()).toList();
  }

  private static @Nullable Long millis(@Nullable Duration delay) {
    return delay == null ? null : delay.toMillis();
  }

  private record Waiting(
      long n,
      @Nullable String queue,
      @Nullable String group,
      @Nullable Long delay,
      @Nullable Instant notBefore,
      Content content) {}

  /** Moves some; answers the queues that have got them. */
  Set<String> move(OutboxStart start) throws SQLException {
    boolean settled = start.isSettled(connection);
    List<Waiting> waiting = next(start.after());
    Long first = waiting.isEmpty() ? null : waiting.get(0).n;
    start.read(connection, settled, first, waiting.size());
    Set<String> queues = new TreeSet<>();
    waiting.stream().flatMap(w -> java.util.stream.Stream.ofNullable(w.queue)).forEach(queues::add);
    if (waiting.isEmpty()) {
      return queues;
    }
    Current current = table.lock(queues, QueueLog.blocksFor(waiting.size()), Map.of());
    QueueLog log = new QueueLog(current.now(), current.blocks());
    Map<Integer, Map<String, SentMessage>> known =
        new OutboxDuplicates(connection).find(dedupIds(waiting, current));
    Map<Integer, Instant> latest = latest(current);
    for (Waiting message : waiting) {
      QueueConfig config = message.queue == null ? null : current.queues().get(message.queue);
      if (config != null && !isDuplicate(message, config, known)) {
        log.messages.add(
            new QueueLog.NewMessage(
                config.id(), head(message, config, log, latest), message.content));
      }
    }
    new QueueAppends(connection, current.slot()).flush(log);
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setArray(1, new SqlArrays(connection).of("int8", waiting, Waiting::n));
      statement.executeUpdate();
    }
    return queues;
  }

  /** When the last delay of a FIFO queue ends, which lets nobody pass. */
  private Map<Integer, Instant> latest(Current current) throws SQLException {
    Map<Integer, Instant> latest = new HashMap<>();
    for (QueueConfig config : current.queues().values()) {
      Instant last = config.fifo() ? table.lastNotBefore(config.id()) : null;
      if (last != null) {
        latest.put(config.id(), last);
      }
    }
    return latest;
  }

  private static MessageHead head(
      Waiting message, QueueConfig config, QueueLog log, Map<Integer, Instant> latest) {
    Instant from =
        message.notBefore != null
            ? message.notBefore
            : message.delay == null || config.fifo()
                ? log.after(config.delay())
                : log.after(Duration.ofMillis(message.delay));
    Instant last = latest.getOrDefault(config.id(), Instant.MIN);
    if (last.isAfter(from)) {
      from = last;
    }
    return new MessageHead(
        log.nextPosition(),
        message.content.priority(),
        message.group,
        from.isAfter(log.now) ? from : null,
        log.now,
        message.content.size());
  }

  private static boolean isDuplicate(
      Waiting message, QueueConfig config, Map<Integer, Map<String, SentMessage>> known) {
    String id = message.content.dedupId();
    return id != null
        && known
                .computeIfAbsent(config.id(), q -> new HashMap<>())
                .putIfAbsent(id, new SentMessage(message.content.id(), true, 0))
            != null;
  }

  private static Set<DedupId> dedupIds(List<Waiting> waiting, Current current) {
    Set<DedupId> ids = new LinkedHashSet<>();
    for (Waiting message : waiting) {
      QueueConfig config = message.queue == null ? null : current.queues().get(message.queue);
      String id = message.content.dedupId();
      if (config != null && id != null) {
        ids.add(new DedupId(config.id(), id, current.now().minus(config.dedupWindow()), 0));
      }
    }
    return ids;
  }

  private List<Waiting> next(long after) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      statement.setLong(1, after);
      statement.setInt(2, MOST_AT_ONCE);
      statement.setLong(3, MOST_BYTES);
      try (ResultSet row = statement.executeQuery()) {
        List<Waiting> waiting = new ArrayList<>();
        while (row.next()) {
          Content content =
              new Content(
                  row.getObject("id", UUID.class),
                  row.getBytes("body"),
                  row.getString("content_type"),
                  row.getString("headers"),
                  row.getInt("priority"),
                  row.getString("dedup_id"),
                  null);
          waiting.add(
              new Waiting(
                  row.getLong("n"),
                  row.getString("name"),
                  row.getString("group_name"),
                  row.getObject("delay_of_message", Long.class),
                  QueueRows.instantOrNull(row, "not_before"),
                  content));
        }
        return waiting;
      }
    }
  }
}
