package dev.ashlar.queue;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Page;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads messages that are open. */
final class OpenMessagesTable {
  /** How many messages are looked at for a page, whether they are meant or not. */
  private static final int MOST_LOOKED_AT = 20_000;

  /** What the messages of a page carry together, but for a single one that is larger. */
  private static final long MOST_BYTES = 8 << 20;

  /** So many whole ones are read at once, since each may be large. */
  private static final int ROWS_AT_ONCE = 4;

  /** Those that are meant, and the last that was looked at if there may be more. */
  private static final String PAGE =
      """
      SELECT COLUMNS, m.size + coalesce(octet_length(m.headers), 0) AS bytes, o.n, o.meant
      FROM (SELECT m.position, CHOSEN AS meant, row_number() OVER (ORDER BY m.position) AS n
          FROM (OPEN) AS m ORDER BY m.position LIMIT ?) AS o
      JOIN ashlar_queue.message m ON m.queue_id = ? AND m.position = o.position
      WHERE o.meant OR o.n = ? ORDER BY o.position LIMIT ?
      """
          .replace("CHOSEN", Selection.CONDITION)
          .replace("OPEN", OpenMessages.SELECT);

  private static final String WHOLE = PAGE.replace("COLUMNS", "m.*");
  private static final String HEADS =
      PAGE.replace(
          "COLUMNS",
          """
          m.position, m.lane, m.group_name, m.not_before, m.sent_at, m.size, m.id, m.priority,
              m.dedup_id, m.dead_from, m.dead_reason, m.dead_attempts, m.first_sent_at,
              NULL AS last_error, NULL AS content_type, NULL AS headers, ''::bytea AS body\
          """);

  private static final String COUNT =
      """
      SELECT count(*) AS looked, count(*) FILTER (WHERE meant) AS messages,
          array_agg(DISTINCT dead_from) FILTER (WHERE meant AND dead_from IS NOT NULL) AS origins
      FROM (SELECT m.dead_from, CHOSEN AS meant FROM (OPEN) AS m) AS o
      """
          .replace("CHOSEN", Selection.CONDITION)
          .replace("OPEN", OpenMessages.SELECT);

  private final Connection connection;

  OpenMessagesTable(Connection connection) {
    this.connection = connection;
  }

  /** A message with what it carries. */
  record Found(MessageHead head, Content content) {}

  /**
   * A page of messages, oldest first; it may have fewer than asked for and yet a next one, when
   * many were looked at that are not meant, or large.
   */
  Page<Found> page(OpenMessages open, Selection selection, long after, int limit)
      throws SQLException {
    return page(WHOLE, ROWS_AT_ONCE, open, selection, after, limit);
  }

  /** The same of messages that are as large, without body, headers and the like. */
  Page<Found> heads(OpenMessages open, Selection selection, long after, int limit)
      throws SQLException {
    return page(HEADS, limit + 1, open, selection, after, limit);
  }

  private Page<Found> page(
      String sql, int atOnce, OpenMessages open, Selection selection, long after, int limit)
      throws SQLException {
    Database.useIndexes(connection);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(atOnce);
      int next = selection.bind(statement, 1);
      next = open.bind(statement, next, after, MOST_LOOKED_AT);
      statement.setInt(next++, MOST_LOOKED_AT);
      statement.setInt(next++, open.survey().config().id());
      statement.setInt(next++, MOST_LOOKED_AT);
      statement.setInt(next, limit + 1);
      try (ResultSet row = statement.executeQuery()) {
        return page(row, limit);
      }
    }
  }

  private static Page<Found> page(ResultSet row, int limit) throws SQLException {
    List<Found> found = new ArrayList<>();
    long bytes = 0;
    long last = 0;
    while (row.next()) {
      bytes += row.getLong("bytes");
      if (found.size() == limit || (bytes > MOST_BYTES && !found.isEmpty())) {
        return new Page<>(found, Long.toString(last));
      }
      last = row.getLong("position");
      if (row.getBoolean("meant")) {
        found.add(new Found(QueueRows.head(row), QueueRows.content(row)));
      }
      if (row.getLong("n") == MOST_LOOKED_AT) {
        return new Page<>(found, Long.toString(last));
      }
    }
    return new Page<>(found, null);
  }

  /**
   * How many there are.
   *
   * @param messages if not all were looked at, those that may be meant
   * @param origins the queues where they died that were looked at
   */
  record Counted(long messages, Set<String> origins) {}

  /**
   * Counts messages.
   *
   * @param most of each kind that are looked at
   */
  Counted count(OpenMessages open, Selection selection, int most) throws SQLException {
    Database.useIndexes(connection);
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      int unused = open.bind(statement, selection.bind(statement, 1), 0, most);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        java.sql.Array origins = row.getArray("origins");
        String[] names = origins == null ? new String[0] : (String[]) origins.getArray();
        long messages =
            row.getLong("looked") < most
                ? row.getLong("messages")
                : selection.mostOf(open.waiting());
        return new Counted(messages, Set.of(names));
      }
    }
  }
}
