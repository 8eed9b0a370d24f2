package dev.ashlar.platform.idempotency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The first answer to a call with an Idempotency-Key. */
@Entity
@Table(schema = "ashlar_platform", name = "idempotent_answer")
class IdempotentAnswer {
  /** Hash of the caller's secret and the Idempotency-Key. */
  @Id byte[] id;

  /** Hash of the request that was answered. */
  @Column(nullable = false)
  byte[] fingerprint;

  @Column(nullable = false)
  int status;

  @Column(nullable = false)
  String headers;

  /** Encrypted under a key made of the caller's secret, which is not stored. */
  byte @Nullable [] body;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  IdempotentAnswer() {}
}
