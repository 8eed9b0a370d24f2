package dev.ashlar.bench;

import dev.ashlar.it.StockPostgres;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The table and the statements of pgmq, over a connection for each caller: what it does within its
 * functions, without their cost.
 */
final class PgmqPeer implements QueuePeer {
  private static final String SEND =
      "INSERT INTO q (vt, message) SELECT clock_timestamp(), m::jsonb FROM unnest(?) AS m"
          + " RETURNING msg_id";
  private static final String READ =
      """
      WITH claimed AS (
          SELECT msg_id FROM q WHERE vt <= clock_timestamp()
          ORDER BY msg_id LIMIT ? FOR UPDATE SKIP LOCKED)
      UPDATE q SET vt = clock_timestamp() + interval '30 s', read_ct = read_ct + 1
      FROM claimed WHERE q.msg_id = claimed.msg_id
      RETURNING q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message
      """;
  private static final String DELETE = "DELETE FROM q WHERE msg_id = ANY(?) RETURNING msg_id";
  private static final String MESSAGE = "{\"body\":\"" + QueueBench.BODY + "\"}";

  private final StockPostgres postgres = StockPostgres.started();

  PgmqPeer() {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE q (
              msg_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              read_ct integer NOT NULL DEFAULT 0,
              enqueued_at timestamptz NOT NULL DEFAULT now(),
              vt timestamptz NOT NULL,
              message jsonb,
              headers jsonb)
          """);
      statement.execute("CREATE INDEX ON q (vt)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "statements of pgmq";
  }

  @Override
  public String remark() {
    return "SQL over a connection for each caller, fsync on, PostgreSQL 18";
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(postgres.process());
  }

  @Override
  public Load.Connector sends() {
    return () -> new Session(postgres, false);
  }

  @Override
  public Load.Connector cycles() {
    return () -> new Session(postgres, true);
  }

  @Override
  public void purge() {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE q");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    postgres.close();
  }

  private static final class Session implements Exchange {
    private final Connection connection;
    private final PreparedStatement send;
    private final PreparedStatement read;
    private final PreparedStatement delete;
    private final boolean whole;

    Session(StockPostgres postgres, boolean whole) throws IOException {
      this.whole = whole;
      try {
        connection = postgres.connect();
        send = connection.prepareStatement(SEND);
        read = connection.prepareStatement(READ);
        delete = connection.prepareStatement(DELETE);
        List<String> messages = Collections.nCopies(whole ? BATCH : 1, MESSAGE);
        send.setArray(1, connection.createArrayOf("text", messages.toArray()));
        read.setInt(1, BATCH);
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void call(int key) throws IOException {
      try {
        List<Long> unused = ids(send);
        if (whole) {
          Array read = connection.createArrayOf("int8", ids(this.read).toArray());
          delete.setArray(1, read);
          unused = ids(delete);
        }
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }

    private static List<Long> ids(PreparedStatement statement) throws SQLException {
      List<Long> ids = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
      return ids;
    }

    @Override
    public void close() throws IOException {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }
}
