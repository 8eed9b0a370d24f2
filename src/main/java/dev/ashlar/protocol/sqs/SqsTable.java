package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.ashlar.platform.http.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements about what clients of SQS have set of queues. */
final class SqsTable {
  private static final String FIND = "SELECT * FROM ashlar_sqs.queue WHERE queue_id = ?";
  private static final String MAKE =
      """
      INSERT INTO ashlar_sqs.queue (queue_id, attributes, tags, created_at, modified_at)
      VALUES (?, ?, ?, clock_timestamp(), clock_timestamp())
      """;
  private static final String STORE =
      """
      INSERT INTO ashlar_sqs.queue (queue_id, attributes, tags, modified_at)
      VALUES (?, ?, ?, clock_timestamp())
      ON CONFLICT (queue_id) DO UPDATE SET attributes = excluded.attributes,
          tags = excluded.tags, modified_at = excluded.modified_at
      """;
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final Connection connection;

  SqsTable(Connection connection) {
    this.connection = connection;
  }

  SqsExtras find(int queue) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setInt(1, queue);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new SqsExtras(
                texts(row.getString("attributes")),
                texts(row.getString("tags")),
                time(row, "created_at"),
                time(row, "modified_at"))
            : SqsExtras.NONE;
      }
    }
  }

  /** Of a queue that is new. */
  void make(int queue, Map<String, String> attributes, Map<String, String> tags)
      throws SQLException {
    execute(MAKE, queue, attributes, tags);
  }

  void store(int queue, Map<String, String> attributes, Map<String, String> tags)
      throws SQLException {
    execute(STORE, queue, attributes, tags);
  }

  private void execute(
      String sql, int queue, Map<String, String> attributes, Map<String, String> tags)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, queue);
      statement.setString(2, Json.MAPPER.valueToTree(attributes).toString());
      statement.setString(3, Json.MAPPER.valueToTree(tags).toString());
      statement.executeUpdate();
    }
  }

  private static Map<String, String> texts(String json) throws SQLException {
    try {
      return Json.MAPPER.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new SQLException("no JSON object of strings", "XX001", e);
    }
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
