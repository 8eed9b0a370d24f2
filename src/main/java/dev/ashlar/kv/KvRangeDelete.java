package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.progress.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes ranges of keys: up to 10,000 keys at once, as one change of the bucket; a larger range in
 * several such steps, so that no lock is held for long. Thread-safe.
 */
@ApplicationScoped
class KvRangeDelete {
  private static final int STEP = 10_000;
  private static final String LOCK =
      """
      SELECT clock_timestamp() AS now FROM ashlar_kv.bucket
      WHERE name = ? AND NOT dropped FOR UPDATE
      """;
  private static final String DELETE =
      """
      WITH gone AS (
          DELETE FROM ashlar_kv.entry WHERE bucket_id = ? AND key IN (
              SELECT key FROM ashlar_kv.entry
              WHERE bucket_id = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?)
          RETURNING *, coalesce(expires_at <= ?::timestamptz, false) AS expired),
      total AS (
          SELECT count(*) AS keys, coalesce(sum(size), 0) AS bytes,
              count(*) FILTER (WHERE NOT expired) AS deleted FROM gone),
      changed AS (
          UPDATE ashlar_kv.bucket b
          SET revision = revision + least(t.keys, 1), keys = b.keys - t.keys,
              bytes = b.bytes - t.bytes
          FROM total t WHERE b.id = ? RETURNING b.revision, t.keys, t.deleted),
      logged AS (
          INSERT INTO ashlar_kv.change (bucket_id, revision, n, slot, key, event, at, author,
              old_revision, old_version, old_size, old_content_type, old_created_at,
              old_updated_at, old_expires_at, old_value)
          SELECT g.bucket_id, c.revision, c.keys - row_number() OVER (ORDER BY g.key), ?, g.key,
              CASE WHEN g.expired THEN 'expire' ELSE 'delete' END, ?::timestamptz,
              CASE WHEN g.expired THEN '' ELSE ? END,
              g.revision, g.version, g.size, g.content_type, g.created_at,
              g.updated_at, g.expires_at, g.value
          FROM gone g CROSS JOIN changed c)
      SELECT revision, keys, deleted FROM changed
      """;

  @Inject Database database;
  @Inject KvHistorySlots slots;
  @Inject Hints hints;
  @Inject Tasks tasks;

  /**
   * What was deleted.
   *
   * @param revision that of the last step, or the bucket's if nothing was there
   */
  public record Outcome(long deleted, long revision) {}

  private record Step(long revision, long keys, long deleted) {}

  /**
   * @param fence the lock that must be held at every step; null for none
   */
  Outcome delete(String bucket, KvRange range, String author, @Nullable KvFence fence) {
    try (Tasks.Task task = tasks.begin("Delete from " + bucket, null, "keys")) {
      long deleted = 0;
      while (true) {
        Step step = next(bucket, range, author, fence, deleted);
        hints.send(Kv.CHANNEL);
        deleted += step.deleted;
        task.done(deleted);
        if (step.keys < STEP) {
          return new Outcome(deleted, step.revision);
        }
      }
    }
  }

  /** A step in its own transaction; when it is refused, what the others did stays, and is told. */
  private Step next(
      String bucket, KvRange range, String author, @Nullable KvFence fence, long deletedBefore) {
    try {
      return database.sqlInTransaction(
          connection -> step(connection, bucket, range, author, locked(connection, bucket, fence)));
    } catch (ProblemException e) {
      throw deletedBefore == 0 ? e : e.with("deleted", deletedBefore);
    }
  }

  private Step step(Connection connection, String bucket, KvRange range, String author, Instant now)
      throws SQLException {
    BucketState state = KvLists.bucket(connection, bucket);
    int slot = KvSlots.of(state.config().historyAge(), now);
    if (!slots.open().contains(slot)) {
      new KvTable(connection).openSlot(slot);
    }
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setInt(1, state.id());
      statement.setInt(2, state.id());
      statement.setString(3, range.start());
      statement.setString(4, range.upper());
      statement.setInt(5, STEP);
      statement.setString(6, now.toString());
      statement.setInt(7, state.id());
      statement.setInt(8, slot);
      statement.setString(9, now.toString());
      statement.setString(10, author);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Step(row.getLong("revision"), row.getLong("keys"), row.getLong("deleted"));
      }
    }
  }

  /** Locks the bucket, then makes sure of the fence; when that was. */
  private static Instant locked(Connection connection, String bucket, @Nullable KvFence fence)
      throws SQLException {
    Instant now = lock(connection, bucket);
    if (fence == null) {
      return now;
    }
    KvFences.Held held = new KvFences(connection).held(Set.of(fence));
    if (!held.fences().contains(fence)) {
      throw KvAnswers.refused(KvFence.STALE);
    }
    return held.now();
  }

  private static Instant lock(Connection connection, String bucket) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setString(1, bucket);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw KvAnswers.bucketNotFound(bucket);
        }
        return KvRows.instant(row, "now");
      }
    }
  }
}
