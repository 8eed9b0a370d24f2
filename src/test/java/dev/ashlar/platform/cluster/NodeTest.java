package dev.ashlar.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodeTest {
  private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");

  private final Node node = new Node();

  NodeTest() {
    node.lastSeenAt = SEEN;
    node.leaseMillis = 5_000;
  }

  @Test
  void itIsUpWhileItsHeartbeatIsYoungerThanItsLease() {
    assertThat(node.stateAt(SEEN.plusMillis(4_999))).isEqualTo(NodeState.UP);
    assertThat(node.stateAt(SEEN.plusMillis(5_000))).isEqualTo(NodeState.DEAD);
  }

  @Test
  void whoLeftIsNotDead() {
    node.leftAt = SEEN;

    assertThat(node.stateAt(SEEN)).isEqualTo(NodeState.LEFT);
    assertThat(node.stateAt(SEEN.plusSeconds(60))).isEqualTo(NodeState.LEFT);
  }
}
