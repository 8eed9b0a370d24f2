package dev.ashlar.kv;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

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

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  KvBucket() {}
}
