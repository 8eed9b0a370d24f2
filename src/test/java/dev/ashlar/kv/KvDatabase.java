package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.kv.KvRangeQuery.Listed;
import dev.ashlar.platform.database.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements of kv on a real database, each call one transaction. Thread-safe. */
final class KvDatabase {
  static final String AUTHOR = "tester";

  private final TestPostgres postgres = TestPostgres.migrated();

  /** Work in a transaction. */
  @FunctionalInterface
  interface Work<R> {
    R apply(Connection connection) throws SQLException;
  }

  KvResult write(KvCommand command) {
    return write(List.of(command)).get(0);
  }

  List<KvResult> write(List<? extends KvCommand> commands) {
    return inTransaction(connection -> new KvWriter(connection, Set.of()).write(commands));
  }

  KvResult.Stored put(String bucket, String key, byte[] value) {
    return (KvResult.Stored) write(put(bucket, key, value, null));
  }

  KvResult.Stored putFor(String bucket, String key, Duration ttl) {
    return (KvResult.Stored) write(put(bucket, key, new byte[1], ttl));
  }

  static KvWrite put(String bucket, String key, byte[] value, @Nullable Duration ttl) {
    return KvWrite.put(bucket, key, new KvWrite.Put(value, "a/b", ttl), null, AUTHOR);
  }

  Found read(String bucket, String key) {
    return read(List.of(new Wanted(bucket, key)), Integer.MAX_VALUE).get(0);
  }

  List<Found> read(List<Wanted> wanted, int largest) {
    return inTransaction(connection -> new KvQueries(connection).read(wanted, largest));
  }

  Optional<Integer> bucketId(String bucket) {
    return inTransaction(
        connection ->
            Optional.ofNullable(new KvQueries(connection).bucket(bucket)).map(BucketState::id));
  }

  List<Listed> list(String bucket, KvRangeQuery.Part part, @Nullable Long revision) {
    return inTransaction(
        connection -> {
          BucketState state = bucket(connection, bucket);
          long at = revision == null ? state.revision() : revision;
          return new KvRangeQuery(connection).list(state, at, part);
        });
  }

  /** The changes after a revision. */
  List<KvPast.Happened> changes(String bucket, long after) {
    return inTransaction(
        connection ->
            new KvPast(connection)
                .after(
                    bucket(connection, bucket),
                    KvPosition.after(after),
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE));
  }

  /** What stood at a key at a revision. */
  Found readAt(String bucket, String key, long revision) {
    return inTransaction(
        connection -> new KvPast(connection).read(bucket(connection, bucket), key, revision));
  }

  static BucketState bucket(Connection connection, String name) throws SQLException {
    return Objects.requireNonNull(new KvQueries(connection).bucket(name));
  }

  List<String> keys(String bucket, String prefix, String after, int limit) {
    KvRangeQuery.Part part =
        new KvRangeQuery.Part(KvRange.ofPrefix(prefix), after, false, limit, 0);
    return list(bucket, part, null).stream().map(listed -> listed.entry().key()).toList();
  }

  void execute(String sql) {
    postgres.execute(sql);
  }

  long number(String sql) {
    return postgres.number(sql);
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
