package dev.ashlar.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same on a real PostgreSQL: each batch is one transaction. */
class GroupCommitDatabaseTest {
  private static final TestPostgres POSTGRES = TestPostgres.empty();
  private static final GroupCommit.Limits LIMITS =
      new GroupCommit.Limits(500, 1_000_000, 100_000, 1_000_000);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final GroupCommit<Integer, Integer> group =
      new GroupCommit<>(LIMITS, i -> 1, this::insert, executor, executor);
  private final AtomicInteger transactions = new AtomicInteger();

  @BeforeEach
  void createTable() {
    POSTGRES.execute(
        "CREATE TABLE item (n int PRIMARY KEY CHECK (n <> 666), at bigint GENERATED ALWAYS AS"
            + " IDENTITY, tx bigint NOT NULL DEFAULT txid_current())");
  }

  @AfterEach
  void dropTable() {
    group.close();
    POSTGRES.execute("DROP TABLE item");
    executor.shutdown();
  }

  @Test
  void manyCallersShareFewTransactionsAndKeepTheirOrder() {
    List<CompletionStage<Integer>> results =
        IntStream.range(1_000, 6_000).mapToObj(group::submit).toList();

    results.forEach(r -> r.toCompletableFuture().join());

    assertThat(count("SELECT count(*) FROM item")).isEqualTo(5_000);
    assertThat(count("SELECT count(*) FROM item WHERE n <> at + 999")).isZero();
    assertThat(count("SELECT count(DISTINCT tx) FROM item")).isLessThan(200);
  }

  @Test
  void aRowThatTheDatabaseRefusesFailsAloneAndNothingOfItsBatchIsLost() {
    List<CompletionStage<Integer>> results =
        IntStream.range(0, 1_000).mapToObj(group::submit).toList();

    for (int i = 0; i < results.size(); i++) {
      CompletionStage<Integer> result = results.get(i);
      if (i == 666) {
        assertThatThrownBy(() -> result.toCompletableFuture().join()).isNotNull();
      } else {
        assertThat(result.toCompletableFuture().join()).isEqualTo(i);
      }
    }
    assertThat(count("SELECT count(*) FROM item")).isEqualTo(999);
    assertThat(transactions).hasValueLessThan(100);
  }

  @Test
  void whatIsAnsweredIsVisibleToEverybody() {
    for (int i = 0; i < 20; i++) {
      group.submit(i).toCompletableFuture().join();

      assertThat(count("SELECT count(*) FROM item")).isEqualTo(i + 1);
    }
  }

  private List<Integer> insert(List<Integer> batch) {
    transactions.incrementAndGet();
    try (Connection connection = POSTGRES.connect()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement("INSERT INTO item (n) SELECT unnest(?)")) {
        statement.setArray(1, connection.createArrayOf("int4", batch.toArray()));
        statement.executeUpdate();
      }
      connection.commit();
      return batch;
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static long count(String sql) {
    return POSTGRES.number(sql);
  }
}
