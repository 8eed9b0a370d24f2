package dev.ashlar.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/**
 * How much faster group commit is than a commit per row: 64 callers, each of which waits for its
 * row to be on disk before it writes the next, on a PostgreSQL that writes durably. Rounds of both
 * alternate, so that what else runs on the machine hits both. The ratio must be 5 at least: {@code
 * bench/run group-commit}.
 */
public final class GroupCommitBenchmark {
  static final int CALLERS = 64;
  static final byte[] VALUE = new byte[100];
  static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(500, 8L << 20, 10_000, 64L << 20);

  private static final int SINGLE_CONNECTIONS = 32;

  private final String url;
  private final long roundNanos;

  private GroupCommitBenchmark(String url, int seconds) {
    this.url = url;
    this.roundNanos = TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Runs the rounds and prints rows per second of each, and the ratio of the medians. */
  public static void run(int rounds, int seconds) throws Exception {
    try (EmbeddedPostgres postgres = durablePostgres()) {
      String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=postgres";
      GroupCommitBenchmark benchmark = new GroupCommitBenchmark(url, seconds);
      benchmark.rowByRow();
      benchmark.grouped();
      double[] rowByRow = new double[rounds];
      double[] grouped = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        rowByRow[round] = benchmark.rowByRow();
        grouped[round] = benchmark.grouped();
        System.out.printf(
            "round %d: %,8.0f rows/s row by row, %,8.0f grouped%n",
            round + 1, rowByRow[round], grouped[round]);
      }
      double ratio = median(grouped) / median(rowByRow);
      System.out.printf("ratio of the medians: %.1f (must be 5.0 at least)%n", ratio);
    }
  }

  private static EmbeddedPostgres durablePostgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_connections", "100")
        .start();
  }

  /** Every caller commits its own row, on one of as many connections as Ashlar's pool has. */
  private double rowByRow() throws Exception {
    createTable();
    Connection[] connections = new Connection[SINGLE_CONNECTIONS];
    PreparedStatement[] inserts = new PreparedStatement[SINGLE_CONNECTIONS];
    for (int i = 0; i < SINGLE_CONNECTIONS; i++) {
      connections[i] = DriverManager.getConnection(url);
      inserts[i] = connections[i].prepareStatement("INSERT INTO item (value) VALUES (?)");
    }
    try {
      return rate(
          caller -> {
            PreparedStatement insert = inserts[caller % SINGLE_CONNECTIONS];
            synchronized (insert) {
              try {
                insert.setBytes(1, VALUE);
                insert.executeUpdate();
              } catch (SQLException e) {
                throw new DatabaseException(e);
              }
            }
          });
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  /** The callers' rows are collected; one connection commits them batch by batch. */
  private double grouped() throws Exception {
    createTable();
    ExecutorService committer = Executors.newSingleThreadExecutor();
    ExecutorService answerers = CommitThreads.answerers(Executors.defaultThreadFactory());
    try (Connection connection = DriverManager.getConnection(url);
        GroupCommit<byte[], Boolean> group =
            new GroupCommit<>(
                LIMITS,
                row -> row.length,
                batch -> insert(connection, batch),
                committer,
                answerers)) {
      return rate(caller -> group.submit(VALUE).toCompletableFuture().join());
    } finally {
      committer.shutdown();
      answerers.shutdown();
    }
  }

  private static List<Boolean> insert(Connection connection, List<byte[]> batch) {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO item (value) SELECT unnest(?)")) {
      insert.setArray(1, connection.createArrayOf("bytea", batch.toArray(byte[][]::new)));
      insert.executeUpdate();
      return batch.stream().map(row -> true).toList();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private double rate(IntConsumer write) throws InterruptedException {
    LongAdder written = new LongAdder();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    long start = System.nanoTime();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      callers.execute(
          () -> {
            while (System.nanoTime() - start < roundNanos) {
              write.accept(caller);
              written.increment();
            }
          });
    }
    callers.shutdown();
    if (!callers.awaitTermination(roundNanos + 60_000_000_000L, TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("callers hang");
    }
    return written.sum() * 1e9 / (System.nanoTime() - start);
  }

  private void createTable() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS item");
      statement.execute(
          "CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, value bytea)");
      statement.execute("CHECKPOINT");
    }
  }

  private static double median(double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
