package dev.ashlar.kv;

import dev.ashlar.kv.KvResult.Deleted;
import dev.ashlar.kv.KvResult.Mismatch;
import dev.ashlar.kv.KvResult.Missing;
import dev.ashlar.kv.KvResult.Stored;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch of writes, one after the other, on what stands in the locked buckets: plain Java,
 * no database. Not thread-safe.
 */
final class KvBatch {
  private final Map<String, Bucket> buckets;
  private final Map<Address, Row> rows;
  private final Instant now;

  /** Where a key stands. */
  record Address(int bucketId, String key) {}

  /** A locked bucket, with what the batch makes of it. */
  static final class Bucket {
    final int id;
    final String name;
    long revision;
    long keysAdded;
    long bytesAdded;

    Bucket(int id, String name, long revision) {
      this.id = id;
      this.name = name;
      this.revision = revision;
    }
  }

  /** The state of a key, as stored or as the batch leaves it; of an absent one only the address. */
  static final class Row {
    final Address address;
    final boolean stored;
    final int storedSize;
    @Nullable Entry entry;
    byte @Nullable [] value;
    boolean changed;

    /** A key that is not there. */
    Row(Address address) {
      this(address, null);
    }

    /** A key that stands in the table. */
    Row(Address address, @Nullable Entry entry) {
      this.address = address;
      this.stored = entry != null;
      this.storedSize = entry == null ? 0 : entry.size();
      this.entry = entry;
    }
  }

  /**
   * @param buckets the locked buckets by name
   * @param rows what stands in them, of the keys of this batch
   * @param now the database's clock, read after the lock
   */
  KvBatch(Map<String, Bucket> buckets, Map<Address, Row> rows, Instant now) {
    this.buckets = buckets;
    this.rows = new LinkedHashMap<>(rows);
    this.now = now;
  }

  KvResult decide(KvWrite write) {
    Bucket bucket = buckets.get(write.bucket());
    if (bucket == null) {
      return write.expectedRevision() != null && write.expectedRevision() != KvWrite.ABSENT
          ? new Mismatch(0)
          : new Missing(false);
    }
    Row row = rows.computeIfAbsent(new Address(bucket.id, write.key()), Row::new);
    Entry current = alive(row);
    long revision = current == null ? KvWrite.ABSENT : current.revision();
    if (write.expectedRevision() != null && write.expectedRevision() != revision) {
      return new Mismatch(revision);
    }
    if (write.isDelete()) {
      return current == null ? new Missing(true) : delete(bucket, row);
    }
    return store(bucket, row, current, write);
  }

  /** The rows that the batch changed; one without an entry is to be deleted. */
  Collection<Row> changed() {
    return rows.values().stream().filter(row -> row.changed).toList();
  }

  /** The buckets with their new revisions and what was added to their totals. */
  Collection<Bucket> buckets() {
    return buckets.values();
  }

  private @Nullable Entry alive(Row row) {
    Entry entry = row.entry;
    boolean expired = entry != null && entry.expiresAt() != null && !entry.expiresAt().isAfter(now);
    return expired ? null : entry;
  }

  private Deleted delete(Bucket bucket, Row row) {
    replace(bucket, row, null, null);
    return new Deleted(++bucket.revision);
  }

  private Stored store(Bucket bucket, Row row, @Nullable Entry current, KvWrite write) {
    byte[] value = write.value() == null ? new byte[0] : write.value();
    Entry entry =
        new Entry(
            bucket.name,
            write.key(),
            ++bucket.revision,
            current == null ? 1 : current.version() + 1,
            value.length,
            write.contentType(),
            current == null ? now : current.createdAt(),
            now,
            write.ttl() == null ? null : now.plus(write.ttl()));
    replace(bucket, row, entry, value);
    return new Stored(entry, current == null);
  }

  private static void replace(
      Bucket bucket, Row row, @Nullable Entry entry, byte @Nullable [] value) {
    bucket.keysAdded += (entry == null ? 0 : 1) - (row.entry == null ? 0 : 1);
    bucket.bytesAdded +=
        (entry == null ? 0 : entry.size()) - (row.entry == null ? 0 : row.entry.size());
    row.entry = entry;
    row.value = value;
    row.changed = true;
  }
}
