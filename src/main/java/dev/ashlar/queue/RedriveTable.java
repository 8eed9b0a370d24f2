package dev.ashlar.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The statements about redrives. */
final class RedriveTable {
  private static final String SELECT =
      """
      SELECT r.*, q.name AS queue,
          (extract(epoch FROM r.next_at - clock_timestamp()) * 1000)::bigint AS pause
      FROM ashlar_queue.redrive r JOIN ashlar_queue.queue q ON q.id = r.queue_id
      """;
  private static final String FIND = SELECT + "WHERE q.name = ? AND r.id = ?";
  private static final String LIST =
      SELECT + "WHERE q.name = ? AND r.id < ? ORDER BY r.id DESC LIMIT ?";
  private static final String NEXT =
      SELECT + "WHERE r.ended_at IS NULL ORDER BY r.next_at, r.id LIMIT 1";
  private static final String RUNNING =
      """
      SELECT count(*) FROM ashlar_queue.redrive r JOIN ashlar_queue.queue q ON q.id = r.queue_id
      WHERE q.name = ? AND r.ended_at IS NULL
      """;
  private static final String BEGIN =
      """
      INSERT INTO ashlar_queue.redrive
          (queue_id, target, scopes, selection, edit, rate_per_second, up_to, total)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """;
  private static final String CLAIM =
      """
      UPDATE ashlar_queue.redrive SET next_at = clock_timestamp() + interval '5 seconds'
      WHERE id = ? AND ended_at IS NULL
      """;
  private static final String ADVANCE =
      """
      UPDATE ashlar_queue.redrive SET reached = ?, moved = moved + ?, skipped = skipped + ?,
          next_at = clock_timestamp() + ? * interval '1 microsecond'
      WHERE id = ? AND reached = ? AND ended_at IS NULL
      """;
  private static final String END =
      """
      UPDATE ashlar_queue.redrive SET state = ?, reason = ?, ended_at = clock_timestamp()
      WHERE id = ? AND ended_at IS NULL
      """;
  private static final String FORGET =
      "DELETE FROM ashlar_queue.redrive WHERE ended_at < clock_timestamp() - interval '7 days'";

  /** As PostgreSQL calls it: without a code it would be taken for a lost connection. */
  private static final String CORRUPTED = "XX001";

  private final Connection connection;

  RedriveTable(Connection connection) {
    this.connection = connection;
  }

  @Nullable Redrive find(String queue, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, queue);
      statement.setLong(2, id);
      List<Redrive> found = read(statement);
      return found.isEmpty() ? null : found.get(0);
    }
  }

  /** The redrives of a queue that began before one, the newest first. */
  List<Redrive> list(String queue, long before, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIST)) {
      statement.setString(1, queue);
      statement.setLong(2, before);
      statement.setInt(3, limit);
      return read(statement);
    }
  }

  /** The running one that is due first; null when none is running. */
  @Nullable Redrive next() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
      List<Redrive> found = read(statement);
      return found.isEmpty() ? null : found.get(0);
    }
  }

  /** For some seconds, in which its next step is done, no other node begins that. */
  void claim(long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      statement.setLong(1, id);
      statement.executeUpdate();
    }
  }

  int running(String queue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RUNNING)) {
      statement.setString(1, queue);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Begins one; answers its id. */
  long begin(QueueConfig queue, RedriveWish wish, List<String> scopes, long upTo, long total)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      statement.setInt(1, queue.id());
      statement.setString(2, wish.to());
      statement.setString(3, json(scopes));
      statement.setString(4, json(wish.selection()));
      statement.setString(5, wish.edit() == null ? null : json(wish.edit()));
      statement.setObject(6, wish.ratePerSecond(), Types.INTEGER);
      statement.setLong(7, upTo);
      statement.setLong(8, total);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Goes on to a position; false if somebody else did, or has ended it. */
  boolean advance(Redrive redrive, long reached, long moved, long skipped, Duration rest)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      statement.setLong(1, reached);
      statement.setLong(2, moved);
      statement.setLong(3, skipped);
      statement.setLong(4, rest.toNanos() / 1_000);
      statement.setLong(5, redrive.id());
      statement.setLong(6, redrive.reached());
      return statement.executeUpdate() > 0;
    }
  }

  /** Ends it, if it is running. */
  void end(long id, Redrive.State state, @Nullable String reason) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setString(1, state.name().toLowerCase(Locale.ROOT));
      statement.setString(2, reason);
      statement.setLong(3, id);
      statement.executeUpdate();
    }
  }

  /** Forgets those that ended a week ago. */
  int forget() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
      return statement.executeUpdate();
    }
  }

  private static List<Redrive> read(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      List<Redrive> found = new ArrayList<>();
      while (row.next()) {
        found.add(read(row));
      }
      return found;
    }
  }

  private static Redrive read(ResultSet row) throws SQLException {
    String edit = row.getString("edit");
    return new Redrive(
        row.getLong("id"),
        row.getString("queue"),
        row.getString("target"),
        List.of(parse(row.getString("scopes"), String[].class)),
        parse(row.getString("selection"), Selection.class),
        edit == null ? null : parse(edit, RedriveWish.Edit.class),
        row.getObject("rate_per_second", Integer.class),
        row.getLong("up_to"),
        row.getLong("total"),
        row.getLong("reached"),
        row.getLong("moved"),
        row.getLong("skipped"),
        Redrive.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        QueueRows.instant(row, "started_at"),
        QueueRows.instantOrNull(row, "ended_at"),
        Duration.ofMillis(Math.max(0, row.getLong("pause"))));
  }

  private static String json(Object part) throws SQLException {
    try {
      return Json.MAPPER.writeValueAsString(part);
    } catch (JsonProcessingException e) {
      throw new SQLException("a redrive cannot be written", CORRUPTED, e);
    }
  }

  private static <T> T parse(String json, Class<T> type) throws SQLException {
    try {
      return Json.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new SQLException("a redrive cannot be read", CORRUPTED, e);
    }
  }
}
