package dev.ashlar.platform.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signed-in browser; of its token only the hash. */
@Entity
@Table(schema = "ashlar_platform", name = "session")
class Session {
  @Id byte[] hash;

  /** The key it signed in with; null for the admin key, whose hash then stands beside. */
  @Column(name = "key_id")
  @Nullable UUID keyId;

  @Column(name = "admin_hash")
  byte @Nullable [] adminHash;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;

  @Column(name = "expires_at", nullable = false)
  Instant expiresAt;

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  Session() {}
}
