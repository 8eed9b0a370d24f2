package dev.ashlar.kv;

import dev.ashlar.kv.KvBatch.Address;
import dev.ashlar.kv.KvBatch.Bucket;
import dev.ashlar.kv.KvBatch.Row;
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
import org.jspecify.annotations.Nullable;

/** The statements that change keys, each for a whole batch. */
final class KvTable {
  private static final String CREATE_BUCKETS =
      """
      INSERT INTO ashlar_kv.bucket (name) SELECT name FROM unnest(?) AS name
      ORDER BY name ON CONFLICT (name) DO NOTHING
      """;
  private static final String LOCK_BUCKETS =
      """
      SELECT id, name, revision FROM ashlar_kv.bucket WHERE name = ANY(?) ORDER BY name FOR UPDATE
      """;
  private static final String CURRENT =
      """
      SELECT clock_timestamp() AS now, e.bucket_id, e.key, e.revision, e.version, e.size,
          e.content_type, e.created_at, e.updated_at, e.expires_at
      FROM (SELECT) AS always LEFT JOIN
          (unnest(?, ?) AS wanted (bucket_id, key)
              JOIN ashlar_kv.entry e USING (bucket_id, key)) ON true
      """;
  private static final String UPSERT =
      """
      INSERT INTO ashlar_kv.entry AS e (bucket_id, key, value, size, content_type, revision,
          version, created_at, updated_at, expires_at)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (bucket_id, key) DO UPDATE SET
          value = excluded.value, size = excluded.size, content_type = excluded.content_type,
          revision = excluded.revision, version = excluded.version,
          created_at = excluded.created_at, updated_at = excluded.updated_at,
          expires_at = excluded.expires_at
      """;
  private static final String DELETE =
      """
      DELETE FROM ashlar_kv.entry e USING unnest(?, ?) AS gone (bucket_id, key)
      WHERE e.bucket_id = gone.bucket_id AND e.key = gone.key
      """;
  private static final String UPDATE_BUCKETS =
      """
      UPDATE ashlar_kv.bucket b
      SET revision = n.revision, keys = b.keys + n.keys, bytes = b.bytes + n.bytes
      FROM unnest(?, ?, ?, ?) AS n (id, revision, keys, bytes) WHERE b.id = n.id
      """;

  private final Connection connection;

  KvTable(Connection connection) {
    this.connection = connection;
  }

  /** Locks the buckets until the end of the transaction, in the order of names: no deadlock. */
  Map<String, Bucket> lock(Collection<String> names, Collection<String> toCreate)
      throws SQLException {
    Map<String, Bucket> locked = selectForUpdate(names);
    if (!locked.keySet().containsAll(toCreate)) {
      create(toCreate);
      locked = selectForUpdate(names);
    }
    return locked;
  }

  /** The database's clock and the rows that stand at these addresses. */
  Current current(List<Address> addresses) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CURRENT)) {
      statement.setArray(1, array("int4", addresses.stream().map(Address::bucketId).toArray()));
      statement.setArray(2, array("text", addresses.stream().map(Address::key).toArray()));
      try (ResultSet result = statement.executeQuery()) {
        return current(result);
      }
    }
  }

  /** What stands, and when that was. */
  record Current(Instant now, Map<Address, Row> rows) {}

  /** Stores what a batch made of rows and buckets. */
  void store(KvBatch batch) throws SQLException {
    List<Row> changed = List.copyOf(batch.changed());
    upsert(changed.stream().filter(row -> row.entry != null).toList());
    delete(changed.stream().filter(row -> row.entry == null && row.stored).toList());
    update(List.copyOf(batch.buckets()));
  }

  private Map<String, Bucket> selectForUpdate(Collection<String> names) throws SQLException {
    Map<String, Bucket> locked = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LOCK_BUCKETS)) {
      statement.setArray(1, array("text", names.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          locked.put(row.getString(2), new Bucket(row.getInt(1), row.getString(2), row.getLong(3)));
        }
      }
    }
    return locked;
  }

  private void create(Collection<String> names) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CREATE_BUCKETS)) {
      statement.setArray(1, array("text", names.toArray()));
      statement.executeUpdate();
    }
  }

  private static Current current(ResultSet result) throws SQLException {
    Map<Address, Row> rows = new HashMap<>();
    Instant now = Instant.EPOCH;
    while (result.next()) {
      now = KvRows.instant(result, "now");
      String key = result.getString("key");
      if (key != null) {
        Address address = new Address(result.getInt("bucket_id"), key);
        rows.put(address, new Row(address, KvRows.entry(result, "")));
      }
    }
    return new Current(now, rows);
  }

  private void upsert(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    List<Entry> entries = rows.stream().map(KvTable::entry).toList();
    try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
      statement.setArray(1, array("int4", rows.stream().map(r -> r.address.bucketId()).toArray()));
      statement.setArray(2, array("text", entries.stream().map(Entry::key).toArray()));
      statement.setArray(3, array("bytea", rows.stream().map(r -> r.value).toArray(byte[][]::new)));
      statement.setArray(4, array("int4", entries.stream().map(Entry::size).toArray()));
      statement.setArray(5, array("text", entries.stream().map(Entry::contentType).toArray()));
      statement.setArray(6, array("int8", entries.stream().map(Entry::revision).toArray()));
      statement.setArray(7, array("int8", entries.stream().map(Entry::version).toArray()));
      statement.setArray(8, times(entries.stream().map(Entry::createdAt).toArray()));
      statement.setArray(9, times(entries.stream().map(Entry::updatedAt).toArray()));
      statement.setArray(10, times(entries.stream().map(Entry::expiresAt).toArray()));
      statement.executeUpdate();
    }
  }

  private static Entry entry(Row row) {
    return java.util.Objects.requireNonNull(row.entry);
  }

  private void delete(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setArray(1, array("int4", rows.stream().map(r -> r.address.bucketId()).toArray()));
      statement.setArray(2, array("text", rows.stream().map(r -> r.address.key()).toArray()));
      statement.executeUpdate();
    }
  }

  private void update(List<Bucket> buckets) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UPDATE_BUCKETS)) {
      statement.setArray(1, array("int4", buckets.stream().map(b -> b.id).toArray()));
      statement.setArray(2, array("int8", buckets.stream().map(b -> b.revision).toArray()));
      statement.setArray(3, array("int8", buckets.stream().map(b -> b.keysAdded).toArray()));
      statement.setArray(4, array("int8", buckets.stream().map(b -> b.bytesAdded).toArray()));
      statement.executeUpdate();
    }
  }

  private java.sql.Array array(String type, @Nullable Object[] values) throws SQLException {
    return connection.createArrayOf(type, values);
  }

  private java.sql.Array times(@Nullable Object[] instants) throws SQLException {
    Object[] texts = new Object[instants.length];
    for (int i = 0; i < instants.length; i++) {
      texts[i] = instants[i] == null ? null : instants[i].toString();
    }
    return connection.createArrayOf("timestamptz", texts);
  }
}
