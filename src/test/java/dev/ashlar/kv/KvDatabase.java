package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Listed;
import dev.ashlar.kv.KvQueries.Range;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.platform.database.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The statements of kv on a real database, each call one transaction. Thread-safe. */
final class KvDatabase {
  private final TestPostgres postgres = TestPostgres.migrated();

  /** Work in a transaction. */
  @FunctionalInterface
  private interface Work<R> {
    R apply(Connection connection) throws SQLException;
  }

  KvResult write(KvWrite write) {
    return write(List.of(write)).get(0);
  }

  List<KvResult> write(List<KvWrite> writes) {
    return inTransaction(connection -> Kv.write(connection, writes));
  }

  KvResult.Stored put(String bucket, String key, byte[] value) {
    return (KvResult.Stored) write(new KvWrite(bucket, key, value, "a/b", null, null));
  }

  KvResult.Stored putFor(String bucket, String key, Duration ttl) {
    return (KvResult.Stored) write(new KvWrite(bucket, key, new byte[1], "a/b", ttl, null));
  }

  Found read(String bucket, String key) {
    return read(List.of(new Wanted(bucket, key)), Integer.MAX_VALUE).get(0);
  }

  List<Found> read(List<Wanted> wanted, int largest) {
    return inTransaction(connection -> new KvQueries(connection).read(wanted, largest));
  }

  Optional<Integer> bucketId(String bucket) {
    return inTransaction(
        connection -> Optional.ofNullable(new KvQueries(connection).bucketId(bucket)));
  }

  List<Listed> list(
      String bucket, String prefix, String after, int limit, boolean values, long budget) {
    int id = bucketId(bucket).orElseThrow();
    return inTransaction(
        connection ->
            new KvQueries(connection)
                .list(new Range(id, bucket, prefix, after, limit), values, budget));
  }

  List<String> keys(String bucket, String prefix, String after, int limit) {
    return list(bucket, prefix, after, limit, false, 0).stream()
        .map(listed -> listed.entry().key())
        .toList();
  }

  void execute(String sql) {
    postgres.execute(sql);
  }

  long number(String sql) {
    return postgres.number(sql);
  }

  private <R> R inTransaction(Work<R> work) {
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
