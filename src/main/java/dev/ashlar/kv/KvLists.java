package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Listed;
import dev.ashlar.kv.KvQueries.Range;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Lists of keys and buckets. Thread-safe. */
@ApplicationScoped
class KvLists {
  /** Values on one page, so that a page of large ones ends early. */
  private static final long PAGE_BYTES = 4L << 20;

  @Inject Database database;

  /** A bucket with its totals; keys whose time is over count until they are swept. */
  public record BucketView(String bucket, long keys, long bytes, long revision) {}

  /** A page of keys with what was asked for of their values. */
  record Keys(List<Listed> items, boolean more) {}

  List<BucketView> buckets() {
    return database.inTransaction(
        entities ->
            entities
                .createQuery("select b from KvBucket b order by b.name", KvBucket.class)
                .getResultStream()
                .map(b -> new BucketView(b.name, b.keys, b.bytes, b.revision))
                .toList());
  }

  /** A page of the keys of a bucket, as it stood at one moment. */
  Keys keys(String bucket, String prefix, String after, int limit, boolean values) {
    List<Listed> found =
        database.sqlInTransaction(
            connection -> {
              KvQueries queries = new KvQueries(connection);
              Integer id = queries.bucketId(bucket);
              if (id == null) {
                throw KvAnswers.bucketNotFound(bucket);
              }
              Range range = new Range(id, bucket, prefix, after, limit + 1);
              return queries.list(range, values, PAGE_BYTES);
            });
    int end = Math.min(limit, found.size());
    for (int i = 1; values && i < end; i++) {
      if (found.get(i).bytesBefore() >= PAGE_BYTES) {
        end = i;
      }
    }
    return new Keys(found.subList(0, end), end < found.size());
  }

  /** The same as {@link #keys} in the form of the API. */
  Page<Entry> page(String bucket, String prefix, String after, int limit, boolean values) {
    Keys keys = keys(bucket, prefix, after, limit, values);
    List<Entry> items = keys.items.stream().map(KvLists::entry).toList();
    return new Page<>(items, keys.more ? items.get(items.size() - 1).key() : null);
  }

  private static Entry entry(Listed listed) {
    return listed.value() == null ? listed.entry() : listed.entry().withValue(listed.value());
  }
}
