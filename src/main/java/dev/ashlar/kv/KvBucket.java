package dev.ashlar.kv;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The row of a bucket: the lock of its writers, the counter of its revisions, its totals. */
@Entity
@Table(schema = "ashlar_kv", name = "bucket")
class KvBucket {
  @Id int id;

  @Column(nullable = false)
  String name;

  @Column(nullable = false)
  long revision;

  @Column(nullable = false)
  long keys;

  @Column(nullable = false)
  long bytes;

  @Column(nullable = false)
  boolean dropped;

  @Column(nullable = false)
  long compacted;

  @Column(name = "history_count")
  @Nullable Long historyCount;

  @Column(name = "history_millis")
  @Nullable Long historyMillis;

  @Column(name = "ttl_millis")
  @Nullable Long ttlMillis;

  @Column(name = "max_value_bytes")
  @Nullable Integer maxValueBytes;

  @Column(name = "max_keys")
  @Nullable Long maxKeys;

  @Column(name = "max_bytes")
  @Nullable Long maxBytes;

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  KvBucket() {}
}
