package dev.ashlar.kv;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of commands makes of the locked buckets: plain Java, no database. Every change takes
 * the next revision of its bucket. Not thread-safe.
 */
final class KvBatch {
  private final Map<String, Bucket> buckets;
  private final Map<Address, Row> rows;
  private final List<Change> changes = new ArrayList<>();
  private final Instant now;

  /** Where a key stands. */
  record Address(int bucketId, String key) {}

  /** What happened to a key. */
  enum Event {
    PUT,
    DELETE,
    EXPIRE;

    /** The event of that name in the table. */
    static Event of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Its name in the API and in the table. */
    String lowerCase() {
      return switch (this) {
        case PUT -> "put";
        case DELETE -> "delete";
        case EXPIRE -> "expire";
      };
    }
  }

  /** A locked bucket, as stored and as the batch leaves it. */
  static final class Bucket {
    final int id;
    final String name;
    final KvConfig config;
    final long storedRevision;
    final long storedKeys;
    final long storedBytes;
    boolean exists;
    long revision;
    long keysAdded;
    long bytesAdded;

    Bucket(int id, String name, KvConfig config, boolean exists, long revision, long[] totals) {
      this.id = id;
      this.name = name;
      this.config = config;
      this.exists = exists;
      this.revision = revision;
      this.storedRevision = revision;
      this.storedKeys = totals[0];
      this.storedBytes = totals[1];
    }

    /** A bucket that is not there, and that no command of the batch may bring into being. */
    static Bucket none(String name) {
      return new Bucket(0, name, KvConfig.NONE, false, 0, new long[2]);
    }
  }

  /** The state of a key, as stored or as the batch leaves it; of an absent one only the address. */
  static final class Row {
    final Address address;
    final boolean stored;
    @Nullable Entry entry;
    byte @Nullable [] value;

    /** Whether the value is the one in the table, and need not be known here. */
    boolean valueStands;

    boolean changed;

    /** A key that is not there. */
    Row(Address address) {
      this(address, null, null);
    }

    /** A key that stands in the table. */
    Row(Address address, @Nullable Entry entry, byte @Nullable [] value) {
      this.address = address;
      this.stored = entry != null;
      this.entry = entry;
      this.value = value;
      this.valueStands = entry != null;
    }

    private Row(Row other) {
      this.address = other.address;
      this.stored = other.stored;
      this.entry = other.entry;
      this.value = other.value;
      this.valueStands = other.valueStands;
      this.changed = other.changed;
    }
  }

  /**
   * A change of a key, and what it replaced.
   *
   * @param oldStands whether what it replaced is what stands in the table
   */
  record Change(
      Bucket bucket,
      long revision,
      int n,
      String key,
      Event event,
      String author,
      @Nullable Entry old,
      byte @Nullable [] oldValue,
      boolean oldStands) {}

  /** The state of a bucket and some of its keys, to go back to. */
  record Mark(Bucket bucket, long revision, long keys, long bytes, List<Row> copies, int changes) {}

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

  Instant now() {
    return now;
  }

  /** The bucket of that name; one that does not exist if there is none. */
  Bucket bucket(String name) {
    return buckets.computeIfAbsent(name, Bucket::none);
  }

  /** What stands at a key; if its time is over, it expires here. */
  Row row(Bucket bucket, String key) {
    Row row = rows.computeIfAbsent(new Address(bucket.id, key), Row::new);
    Entry entry = row.entry;
    if (entry != null && entry.expiresAt() != null && !entry.expiresAt().isAfter(now)) {
      remove(bucket, row, ++bucket.revision, 0, Event.EXPIRE, "");
    }
    return row;
  }

  /** Stores an entry; {@code value} is null when only the entry changes. */
  void put(Bucket bucket, Row row, Entry entry, byte @Nullable [] value, int n, String author) {
    Entry old = row.entry;
    record(bucket, row, entry.revision(), n, Event.PUT, author);
    bucket.exists = true;
    bucket.keysAdded += old == null ? 1 : 0;
    bucket.bytesAdded += entry.size() - (old == null ? 0 : old.size());
    row.entry = entry;
    if (value != null) {
      row.value = value;
      row.valueStands = false;
    }
  }

  void remove(Bucket bucket, Row row, long revision, int n, Event event, String author) {
    Entry old = row.entry;
    record(bucket, row, revision, n, event, author);
    bucket.keysAdded--;
    bucket.bytesAdded -= old == null ? 0 : old.size();
    row.entry = null;
    row.value = null;
    row.valueStands = false;
  }

  Mark mark(Bucket bucket, Collection<Row> touched) {
    return new Mark(
        bucket,
        bucket.revision,
        bucket.keysAdded,
        bucket.bytesAdded,
        touched.stream().map(Row::new).toList(),
        changes.size());
  }

  /** Goes back to how it was at the mark. */
  void undo(Mark mark) {
    mark.bucket.revision = mark.revision;
    mark.bucket.keysAdded = mark.keys;
    mark.bucket.bytesAdded = mark.bytes;
    mark.copies.forEach(copy -> rows.put(copy.address, copy));
    changes.subList(mark.changes, changes.size()).clear();
  }

  /** The rows that the batch changed; one without an entry is to be deleted. */
  Collection<Row> changed() {
    return rows.values().stream().filter(row -> row.changed).toList();
  }

  /** The changes in their order. */
  List<Change> changes() {
    return changes;
  }

  /** The buckets that changed. */
  Collection<Bucket> buckets() {
    return buckets.values().stream().filter(b -> b.revision != b.storedRevision).toList();
  }

  private void record(Bucket bucket, Row row, long revision, int n, Event event, String author) {
    changes.add(
        new Change(
            bucket,
            revision,
            n,
            row.address.key(),
            event,
            author,
            row.entry,
            row.valueStands ? null : row.value,
            row.entry != null && !row.changed));
    row.changed = true;
  }
}
