package dev.ashlar.platform.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A stored API key; of the key itself only the hash. */
@Entity
@Table(schema = "ashlar_platform", name = "api_key")
class ApiKey {
  @Id UUID id;

  @Column(nullable = false)
  String name;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  Role role;

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Column(nullable = false)
  String[] scopes;

  @Column(nullable = false)
  byte[] hash;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(name = "last_used_at")
  @Nullable Instant lastUsedAt;

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  ApiKey() {}
}
