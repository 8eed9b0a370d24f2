package dev.ashlar.platform.cluster;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a node. */
@Entity
@Table(schema = "ashlar_platform", name = "node")
class Node {
  @Id String name;

  /** One process under the name; a later one takes the name over. */
  @Column(nullable = false)
  UUID incarnation;

  @Column(nullable = false)
  String address;

  @Column(nullable = false)
  String version;

  @Column(name = "lease_millis", nullable = false)
  long leaseMillis;

  @Column(name = "started_at", nullable = false)
  Instant startedAt;

  @Column(name = "last_seen_at", nullable = false)
  Instant lastSeenAt;

  @Column(name = "left_at")
  @Nullable Instant leftAt;

  @Column(name = "requests_per_second")
  @Nullable Double requestsPerSecond;

  @Column(name = "latency_p50_millis")
  @Nullable Double latencyP50Millis;

  @Column(name = "latency_p99_millis")
  @Nullable Double latencyP99Millis;

  /** For Hibernate, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  Node() {}

  NodeState stateAt(Instant now) {
    if (leftAt != null) {
      return NodeState.LEFT;
    }
    return lastSeenAt.plusMillis(leaseMillis).isAfter(now) ? NodeState.UP : NodeState.DEAD;
  }
}
