package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Database.SqlWork;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.security.Audit;
import dev.ashlar.platform.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The settings of buckets, and their end. Thread-safe. */
@ApplicationScoped
class KvBucketAdmin {
  private static final Duration LONGEST_HISTORY = Duration.ofDays(3_650);
  private static final String CREATE =
      """
      INSERT INTO ashlar_kv.bucket (name, dropped) VALUES (?, true) ON CONFLICT (name) DO NOTHING
      """;
  private static final String CONFIGURE =
      """
      UPDATE ashlar_kv.bucket SET dropped = false, history_count = ?, history_millis = ?,
          ttl_millis = ?, max_value_bytes = ?, max_keys = ?, max_bytes = ?
      WHERE name = ?
      """;

  /** Revisions go on: who has read the former bucket does not take the new one for it. */
  private static final String DROP =
      """
      WITH old AS (
          SELECT id FROM ashlar_kv.bucket WHERE name = ? AND NOT dropped FOR UPDATE),
      noted AS (INSERT INTO ashlar_kv.dropped (bucket_id) SELECT id FROM old)
      UPDATE ashlar_kv.bucket b
      SET id = DEFAULT, dropped = true, revision = revision + 1, compacted = revision + 1,
          keys = 0, bytes = 0, history_count = NULL, history_millis = NULL, ttl_millis = NULL,
          max_value_bytes = NULL, max_keys = NULL, max_bytes = NULL
      FROM old WHERE b.id = old.id
      """;

  @Inject Database database;
  @Inject Audit audit;
  @Inject Hints hints;

  @Inject
  @ConfigProperty(name = "ashlar.kv.max-value-bytes")
  int maxValueBytes;

  /**
   * The settings of a bucket in the API; what is absent has no bound, or that of the server.
   *
   * @param historyCount changes that can be looked back on
   * @param historyAge how long they can, a day if it is not said
   * @param defaultTtl how long a key lives whose write does not say so
   */
  public record Settings(
      @Nullable Long historyCount,
      @Nullable Duration historyAge,
      @Nullable Duration defaultTtl,
      @Nullable Integer maxValueBytes,
      @Nullable Long maxKeys,
      @Nullable Long maxBytes) {}

  Settings settings(String bucket) {
    return database.sqlInTransaction(
        connection -> effective(KvLists.bucket(connection, bucket).config()));
  }

  /** Sets all of them; true when the bucket is new by that. */
  boolean configure(String bucket, Settings settings, Caller caller) {
    check(settings);
    return audited(
        caller,
        "kv.configure",
        bucket,
        connection -> {
          BucketState former = new KvQueries(connection).bucket(bucket);
          execute(connection, CREATE, bucket);
          update(connection, bucket, settings);
          return former == null;
        });
  }

  /** Goes back to the defaults; the keys stay. */
  void reset(String bucket, Caller caller) {
    Object unused =
        audited(
            caller,
            "kv.configure",
            bucket,
            connection -> {
              BucketState state = KvLists.bucket(connection, bucket);
              update(connection, bucket, new Settings(null, null, null, null, null, null));
              return state;
            });
  }

  /** Drops a bucket with all that is in it. */
  void drop(String bucket, Caller caller) {
    int unused =
        audited(
            caller,
            "kv.drop",
            bucket,
            connection -> {
              if (execute(connection, DROP, bucket) == 0) {
                throw KvAnswers.bucketNotFound(bucket);
              }
              return 1;
            });
    hints.send(Kv.CHANNEL);
  }

  private <R> R audited(Caller caller, String action, String bucket, SqlWork<R> work) {
    return database.inTransaction(
        entities -> {
          R result = database.sqlInTransaction(work);
          audit.record(caller, action, bucket);
          return result;
        });
  }

  /** With the defaults filled in. */
  private Settings effective(KvConfig config) {
    return new Settings(
        config.historyCount(),
        config.historyAge(),
        config.ttl(),
        config.maxValueBytes() == null ? Integer.valueOf(maxValueBytes) : config.maxValueBytes(),
        config.maxKeys(),
        config.maxBytes());
  }

  private void check(Settings settings) {
    Duration age = settings.historyAge;
    Duration ttl = settings.defaultTtl;
    new Checks()
        .that(isAtLeast(settings.historyCount, 1), "historyCount", "must be 1 or more")
        .that(
            age == null || (isPositive(age) && age.compareTo(LONGEST_HISTORY) <= 0),
            "historyAge",
            "must be more than nothing and at most 10 years")
        .that(
            ttl == null || (isPositive(ttl) && ttl.compareTo(KvWrite.LONGEST_TTL) <= 0),
            "defaultTtl",
            "must be more than nothing and at most 100 years")
        .that(
            settings.maxValueBytes == null
                || (settings.maxValueBytes >= 1 && settings.maxValueBytes <= maxValueBytes),
            "maxValueBytes",
            "must be from 1 to " + maxValueBytes)
        .that(isAtLeast(settings.maxKeys, 1), "maxKeys", "must be 1 or more")
        .that(isAtLeast(settings.maxBytes, 1), "maxBytes", "must be 1 or more")
        .orThrow();
  }

  private static boolean isAtLeast(@Nullable Long number, long least) {
    return number == null || number >= least;
  }

  private static boolean isPositive(Duration duration) {
    return duration.compareTo(Duration.ofMillis(1)) >= 0;
  }

  private static void update(Connection connection, String bucket, Settings settings)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CONFIGURE)) {
      statement.setObject(1, settings.historyCount, java.sql.Types.BIGINT);
      statement.setObject(2, millis(settings.historyAge), java.sql.Types.BIGINT);
      statement.setObject(3, millis(settings.defaultTtl), java.sql.Types.BIGINT);
      statement.setObject(4, settings.maxValueBytes, java.sql.Types.INTEGER);
      statement.setObject(5, settings.maxKeys, java.sql.Types.BIGINT);
      statement.setObject(6, settings.maxBytes, java.sql.Types.BIGINT);
      statement.setString(7, bucket);
      statement.executeUpdate();
    }
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  private static int execute(Connection connection, String sql, String bucket) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, bucket);
      return statement.executeUpdate();
    }
  }
}
