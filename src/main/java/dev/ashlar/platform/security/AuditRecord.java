package dev.ashlar.platform.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One administrative change. */
@Entity
@Table(schema = "ashlar_platform", name = "audit")
class AuditRecord {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  long id;

  @Column(nullable = false)
  Instant at;

  @Column(nullable = false)
  String actor;

  @Column(nullable = false)
  String action;

  @Column(nullable = false)
  String target;

  @Column(nullable = false)
  String origin;

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  AuditRecord() {}
}
