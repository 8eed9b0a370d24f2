package dev.ashlar.kv;

import dev.ashlar.kv.KvPast.Happened;
import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.kv.KvRangeQuery.Listed;
import dev.ashlar.kv.KvRangeQuery.Part;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of keys, of their changes, and of buckets. Thread-safe. */
@ApplicationScoped
class KvLists {
  /** Values on one page, so that a page of large ones ends early. */
  private static final long PAGE_BYTES = 4L << 20;

  @Inject Database database;

  /** A bucket with its totals; keys whose time is over count until they are swept. */
  public record BucketView(String bucket, long keys, long bytes, long revision) {}

  /**
   * A page of keys, all of them as they stood at one revision.
   *
   * @param next null on the last page
   * @param count keys of the whole range, where it was asked for
   */
  public record KeyPage(
      List<Entry> items, @Nullable String next, long revision, @Nullable Long count) {}

  /**
   * Which keys are wanted.
   *
   * @param at the revision to look back on, null for the newest
   */
  record Asked(
      KvRange range,
      @Nullable KvCursor after,
      @Nullable Long at,
      boolean reverse,
      int limit,
      boolean values,
      boolean count) {}

  /** A page of keys with what was asked for of their values. */
  record Keys(List<Listed> items, boolean more, long revision, @Nullable Long count) {}

  List<BucketView> buckets() {
    return database.inTransaction(
        entities ->
            entities
                .createQuery(
                    "select b from KvBucket b where not b.dropped order by b.name", KvBucket.class)
                .getResultStream()
                .map(b -> new BucketView(b.name, b.keys, b.bytes, b.revision))
                .toList());
  }

  /** A page of the keys of a bucket, as it stood at one revision. */
  Keys keys(String bucket, Asked asked) {
    return database.sqlInTransaction(
        connection -> {
          BucketState state = bucket(connection, bucket);
          long revision = revision(connection, state, asked);
          KvRangeQuery query = new KvRangeQuery(connection);
          long budget = asked.values ? PAGE_BYTES : 0;
          String after = asked.after == null ? null : asked.after.key();
          Part part = new Part(asked.range, after, asked.reverse, asked.limit + 1, budget);
          List<Listed> found = query.list(state, revision, part);
          int end = end(found, asked.limit, asked.values ? Listed::bytesBefore : listed -> 0L);
          Long count = asked.count ? query.count(state, revision, asked.range) : null;
          return new Keys(found.subList(0, end), end < found.size(), revision, count);
        });
  }

  private static long revision(Connection connection, BucketState state, Asked asked)
      throws SQLException {
    Long wanted =
        asked.after == null || asked.after.revision() == null ? asked.at : asked.after.revision();
    if (wanted != null) {
      requireKept(new KvPast(connection), state, wanted);
    }
    return wanted == null ? state.revision() : wanted;
  }

  /** The same as {@link #keys} in the form of the API. */
  KeyPage page(String bucket, Asked asked) {
    Keys keys = keys(bucket, asked);
    List<Entry> items = keys.items.stream().map(l -> withValue(l.entry(), l.value())).toList();
    String last = items.isEmpty() ? "" : items.get(items.size() - 1).key();
    return new KeyPage(
        items,
        keys.more ? new KvCursor(last, keys.revision).toString() : null,
        keys.revision,
        keys.count);
  }

  /** The changes of a key that can be looked back on, oldest first unless reversed. */
  Page<KvEvent> history(
      String bucket, String key, @Nullable Long after, int limit, boolean reverse) {
    return database.sqlInTransaction(
        connection -> {
          BucketState state = bucket(connection, bucket);
          long from = after != null ? after : reverse ? Long.MAX_VALUE : 0;
          List<Happened> found =
              new KvPast(connection).ofKey(state, key, from, limit + 1, reverse, PAGE_BYTES);
          int end = end(found, limit, Happened::bytesBefore);
          List<KvEvent> items = found.subList(0, end).stream().map(KvEvent::of).toList();
          boolean more = end < found.size();
          return new Page<>(
              items, more ? Long.toString(items.get(end - 1).entry().revision()) : null);
        });
  }

  /** Where a page ends: at its limit, or where it is full of bytes; the first item is always on. */
  private static <T> int end(
      List<T> found, int limit, java.util.function.ToLongFunction<T> bytesBefore) {
    int end = Math.min(limit, found.size());
    for (int i = 1; i < end; i++) {
      if (bytesBefore.applyAsLong(found.get(i)) >= PAGE_BYTES) {
        return i;
      }
    }
    return end;
  }

  static BucketState bucket(Connection connection, String name) throws SQLException {
    BucketState state = new KvQueries(connection).bucket(name);
    if (state == null) {
      throw KvAnswers.bucketNotFound(name);
    }
    return state;
  }

  static void requireKept(KvPast past, BucketState bucket, long revision) throws SQLException {
    if (revision < 1 || revision > bucket.revision()) {
      throw ProblemException.invalid(
          "revision", "must be from 1 to that of the bucket, " + bucket.revision());
    }
    if (!past.isKept(bucket, revision)) {
      throw KvAnswers.compacted(past.oldest(bucket));
    }
  }

  static Entry withValue(Entry entry, byte @Nullable [] value) {
    return value == null ? entry : entry.withValue(value);
  }
}
