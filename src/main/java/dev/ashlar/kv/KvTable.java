package dev.ashlar.kv;

import dev.ashlar.kv.KvBatch.Address;
import dev.ashlar.kv.KvBatch.Bucket;
import dev.ashlar.kv.KvBatch.Change;
import dev.ashlar.kv.KvBatch.Row;
import dev.ashlar.platform.database.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The statements that change keys, each for a whole batch. */
final class KvTable {
  /** A bucket begins as one that does not exist, until something is written to it. */
  private static final String CREATE_BUCKETS =
      """
      INSERT INTO ashlar_kv.bucket (name, dropped) SELECT name, true FROM unnest(?) AS name
      ORDER BY name ON CONFLICT (name) DO NOTHING
      """;

  /** Both in one round trip; the second sees what was committed while the first waited. */
  private static final String LOCK_AND_READ =
      """
      SELECT id, name, dropped, revision, keys, bytes, history_count, history_millis, ttl_millis,
          max_value_bytes, max_keys, max_bytes
      FROM ashlar_kv.bucket WHERE name = ANY(?) ORDER BY name FOR UPDATE;
      SELECT clock_timestamp() AS now, e.bucket_id, e.key, e.revision, e.version, e.size,
          e.content_type, e.created_at, e.updated_at, e.expires_at,
          CASE WHEN e.wanted AND e.size <= ? THEN e.value END AS value
      FROM (SELECT) AS always LEFT JOIN
          (SELECT entry.*, w.wanted FROM unnest(?, ?, ?) AS w (name, key, wanted)
              JOIN ashlar_kv.bucket b ON b.name = w.name
              JOIN ashlar_kv.entry ON entry.bucket_id = b.id AND entry.key = w.key) AS e ON true
      """;

  private static final String VALUES =
      """
      SELECT e.bucket_id, e.key, e.value
      FROM unnest(?, ?) AS w (bucket_id, key)
      JOIN ashlar_kv.entry e ON e.bucket_id = w.bucket_id AND e.key = w.key
      """;

  /**
   * What was replaced is read from the table before it is replaced: one statement, one snapshot.
   */
  private static final String STORE =
      """
      WITH logged AS (
          INSERT INTO ashlar_kv.change (bucket_id, revision, n, slot, key, event, at, author,
              old_revision, old_version, old_size, old_content_type, old_created_at,
              old_updated_at, old_expires_at, old_value)
          SELECT c.bucket_id, c.revision, c.n, c.slot, c.key, c.event, ?::timestamptz, c.author,
              e.revision, e.version, e.size, e.content_type, e.created_at,
              e.updated_at, e.expires_at, e.value
          FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
              AS c (bucket_id, revision, n, slot, key, event, author, old)
          LEFT JOIN ashlar_kv.entry e
              ON c.old AND e.bucket_id = c.bucket_id AND e.key = c.key),
      stored AS (
          INSERT INTO ashlar_kv.entry AS e (bucket_id, key, value, size, content_type, revision,
              version, created_at, updated_at, expires_at)
          SELECT n.bucket_id, n.key, n.value, length(n.value), n.content_type, n.revision,
              n.version, n.created_at, n.updated_at, n.expires_at
          FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (bucket_id, key, value, content_type,
              revision, version, created_at, updated_at, expires_at)
          ON CONFLICT (bucket_id, key) DO UPDATE SET
              value = excluded.value, size = excluded.size, content_type = excluded.content_type,
              revision = excluded.revision, version = excluded.version,
              created_at = excluded.created_at, updated_at = excluded.updated_at,
              expires_at = excluded.expires_at)
      UPDATE ashlar_kv.bucket b
      SET dropped = NOT n.alive, revision = n.revision, keys = b.keys + n.keys,
          bytes = b.bytes + n.bytes
      FROM unnest(?, ?, ?, ?, ?) AS n (id, alive, revision, keys, bytes) WHERE b.id = n.id
      """;

  /** Changes of what never stood in the table, since the same batch wrote it before. */
  private static final String LOG_WITHIN_BATCH =
      """
      INSERT INTO ashlar_kv.change (bucket_id, revision, n, slot, key, event, at, author,
          old_revision, old_version, old_size, old_content_type, old_created_at,
          old_updated_at, old_expires_at, old_value)
      SELECT c.bucket_id, c.revision, c.n, c.slot, c.key, c.event, ?::timestamptz, c.author,
          c.old_revision, c.old_version, c.old_size, c.old_content_type, c.old_created_at,
          c.old_updated_at, c.old_expires_at, coalesce(c.old_value, e.value)
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS c (bucket_id, revision, n, slot,
          key, event, author, old_revision, old_version, old_size, old_content_type,
          old_created_at, old_updated_at, old_expires_at, old_value)
      LEFT JOIN ashlar_kv.entry e
          ON c.old_value IS NULL AND e.bucket_id = c.bucket_id AND e.key = c.key
      """;

  private static final String PROLONG =
      """
      UPDATE ashlar_kv.entry e
      SET revision = n.revision, version = n.version, updated_at = n.updated_at,
          expires_at = n.expires_at
      FROM unnest(?, ?, ?, ?, ?, ?) AS n (bucket_id, key, revision, version, updated_at, expires_at)
      WHERE e.bucket_id = n.bucket_id AND e.key = n.key
      """;
  private static final String DELETE =
      """
      DELETE FROM ashlar_kv.entry e USING unnest(?, ?) AS gone (bucket_id, key)
      WHERE e.bucket_id = gone.bucket_id AND e.key = gone.key
      """;

  private final Connection connection;
  private final SqlArrays arrays;

  KvTable(Connection connection) {
    this.connection = connection;
    this.arrays = new SqlArrays(connection);
  }

  /** A key that a batch needs, and whether with its value. */
  record Wanted(String bucket, String key, boolean value) {}

  /** What stands, and when that was. */
  record Current(Instant now, Map<String, Bucket> buckets, Map<Address, Row> rows) {}

  /**
   * Locks the buckets until the end of the transaction, in the order of names: no deadlock. Reads
   * what stands in them, and the values that are wanted and not larger than {@code largest}.
   */
  Current lock(
      Collection<String> names, Collection<String> toCreate, List<Wanted> wanted, int largest)
      throws SQLException {
    Current current = lockAndRead(names, wanted, largest);
    if (!current.buckets.keySet().containsAll(toCreate)) {
      try (PreparedStatement statement = connection.prepareStatement(CREATE_BUCKETS)) {
        statement.setArray(1, arrays.of("text", toCreate));
        statement.executeUpdate();
      }
      current = lockAndRead(names, wanted, largest);
    }
    return current;
  }

  private Current lockAndRead(Collection<String> names, List<Wanted> wanted, int largest)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_READ)) {
      statement.setArray(1, arrays.of("text", names));
      statement.setInt(2, largest);
      statement.setArray(3, arrays.of("text", wanted, Wanted::bucket));
      statement.setArray(4, arrays.of("text", wanted, Wanted::key));
      statement.setArray(5, arrays.of("bool", wanted, Wanted::value));
      statement.execute();
      Map<String, Bucket> buckets = new LinkedHashMap<>();
      Map<Integer, String> nameOf = new HashMap<>();
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          Bucket bucket = KvRows.bucket(row);
          buckets.put(bucket.name, bucket);
          nameOf.put(bucket.id, bucket.name);
        }
      }
      statement.getMoreResults();
      Map<Address, Row> rows = new HashMap<>();
      try (ResultSet row = statement.getResultSet()) {
        return new Current(read(row, nameOf, rows), buckets, rows);
      }
    }
  }

  private static Instant read(ResultSet result, Map<Integer, String> nameOf, Map<Address, Row> rows)
      throws SQLException {
    Instant now = Instant.EPOCH;
    while (result.next()) {
      now = KvRows.instant(result, "now");
      String key = result.getString("key");
      if (key != null) {
        Address address = new Address(result.getInt("bucket_id"), key);
        String bucket = Objects.requireNonNull(nameOf.get(address.bucketId()));
        Entry entry = KvRows.entry(result, bucket);
        rows.put(address, new Row(address, entry, result.getBytes("value")));
      }
    }
    return now;
  }

  /** Fills in the values of these rows. */
  void readValues(List<Row> rows) throws SQLException {
    Map<Address, Row> byAddress = new HashMap<>();
    rows.forEach(row -> byAddress.put(row.address, row));
    try (PreparedStatement statement = connection.prepareStatement(VALUES)) {
      statement.setArray(1, arrays.of("int4", rows, row -> row.address.bucketId()));
      statement.setArray(2, arrays.of("text", rows, row -> row.address.key()));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Address address = new Address(result.getInt("bucket_id"), result.getString("key"));
          Objects.requireNonNull(byAddress.get(address)).value = result.getBytes("value");
        }
      }
    }
  }

  /** Opens the slot of the history if it is not open yet. */
  void openSlot(int slot) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT ashlar_kv.open_slot(?)")) {
      statement.setInt(1, slot);
      statement.execute();
    }
  }

  /** Stores what a batch made of buckets and keys; their slots are open. */
  void store(KvBatch batch) throws SQLException {
    if (batch.changes().isEmpty()) {
      return;
    }
    List<Change> withinBatch =
        batch.changes().stream().filter(c -> c.old() != null && !c.oldStands()).toList();
    List<Change> ofStored =
        batch.changes().stream().filter(c -> c.old() == null || c.oldStands()).toList();
    List<Row> rows = List.copyOf(batch.changed());
    if (!withinBatch.isEmpty()) {
      logWithinBatch(withinBatch, batch.now());
    }
    store(ofStored, rows.stream().filter(r -> r.entry != null && !r.valueStands).toList(), batch);
    prolong(rows.stream().filter(row -> row.entry != null && row.valueStands).toList());
    delete(rows.stream().filter(row -> row.entry == null && row.stored).toList());
  }

  private void store(List<Change> changes, List<Row> rows, KvBatch batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STORE)) {
      statement.setString(1, batch.now().toString());
      int next = setChanges(statement, 2, changes, batch.now());
      statement.setArray(next, arrays.of("bool", changes, Change::oldStands));
      statement.setArray(10, arrays.of("int4", rows, r -> r.address.bucketId()));
      statement.setArray(11, arrays.of("text", rows, r -> r.address.key()));
      statement.setArray(12, arrays.bytes(rows, r -> r.value));
      statement.setArray(13, arrays.of("text", rows, r -> entry(r).contentType()));
      statement.setArray(14, arrays.of("int8", rows, r -> entry(r).revision()));
      statement.setArray(15, arrays.of("int8", rows, r -> entry(r).version()));
      statement.setArray(16, arrays.times(rows, r -> entry(r).createdAt()));
      statement.setArray(17, arrays.times(rows, r -> entry(r).updatedAt()));
      statement.setArray(18, arrays.times(rows, r -> entry(r).expiresAt()));
      List<Bucket> buckets = List.copyOf(batch.buckets());
      statement.setArray(19, arrays.of("int4", buckets, b -> b.id));
      statement.setArray(20, arrays.of("bool", buckets, b -> b.exists));
      statement.setArray(21, arrays.of("int8", buckets, b -> b.revision));
      statement.setArray(22, arrays.of("int8", buckets, b -> b.keysAdded));
      statement.setArray(23, arrays.of("int8", buckets, b -> b.bytesAdded));
      statement.executeUpdate();
    }
  }

  private void logWithinBatch(List<Change> changes, Instant now) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOG_WITHIN_BATCH)) {
      statement.setString(1, now.toString());
      int next = setChanges(statement, 2, changes, now);
      statement.setArray(next++, arrays.of("int8", changes, c -> old(c).revision()));
      statement.setArray(next++, arrays.of("int8", changes, c -> old(c).version()));
      statement.setArray(next++, arrays.of("int4", changes, c -> old(c).size()));
      statement.setArray(next++, arrays.of("text", changes, c -> old(c).contentType()));
      statement.setArray(next++, arrays.times(changes, c -> old(c).createdAt()));
      statement.setArray(next++, arrays.times(changes, c -> old(c).updatedAt()));
      statement.setArray(next++, arrays.times(changes, c -> old(c).expiresAt()));
      statement.setArray(next, arrays.bytes(changes, Change::oldValue));
      statement.executeUpdate();
    }
  }

  private int setChanges(PreparedStatement statement, int first, List<Change> changes, Instant now)
      throws SQLException {
    int next = first;
    statement.setArray(next++, arrays.of("int4", changes, c -> c.bucket().id));
    statement.setArray(next++, arrays.of("int8", changes, Change::revision));
    statement.setArray(next++, arrays.of("int4", changes, Change::n));
    statement.setArray(
        next++, arrays.of("int4", changes, c -> KvSlots.of(c.bucket().config.historyAge(), now)));
    statement.setArray(next++, arrays.of("text", changes, Change::key));
    statement.setArray(next++, arrays.of("text", changes, c -> c.event().lowerCase()));
    statement.setArray(next++, arrays.of("text", changes, Change::author));
    return next;
  }

  private void prolong(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PROLONG)) {
      statement.setArray(1, arrays.of("int4", rows, r -> r.address.bucketId()));
      statement.setArray(2, arrays.of("text", rows, r -> r.address.key()));
      statement.setArray(3, arrays.of("int8", rows, r -> entry(r).revision()));
      statement.setArray(4, arrays.of("int8", rows, r -> entry(r).version()));
      statement.setArray(5, arrays.times(rows, r -> entry(r).updatedAt()));
      statement.setArray(6, arrays.times(rows, r -> entry(r).expiresAt()));
      statement.executeUpdate();
    }
  }

  private void delete(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setArray(1, arrays.of("int4", rows, r -> r.address.bucketId()));
      statement.setArray(2, arrays.of("text", rows, r -> r.address.key()));
      statement.executeUpdate();
    }
  }

  private static Entry entry(Row row) {
    return Objects.requireNonNull(row.entry);
  }

  private static Entry old(Change change) {
    return Objects.requireNonNull(change.old());
  }
}
