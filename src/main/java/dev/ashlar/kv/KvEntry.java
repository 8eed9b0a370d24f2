package dev.ashlar.kv;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The row of a key. */
@Entity
@IdClass(KvEntry.Address.class)
@Table(schema = "ashlar_kv", name = "entry")
class KvEntry {
  @Id
  @Column(name = "bucket_id")
  int bucketId;

  @Id String key;

  @Column(nullable = false)
  byte[] value;

  @Column(nullable = false)
  int size;

  @Column(name = "content_type", nullable = false)
  String contentType;

  @Column(nullable = false)
  long revision;

  @Column(nullable = false)
  long version;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;

  @Column(name = "updated_at", nullable = false)
  Instant updatedAt;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  KvEntry() {}

  /** Where an entry stands. */
  record Address(int bucketId, String key) implements Serializable {}
}
