package dev.ashlar.console;

import dev.ashlar.platform.cluster.NodeState;
import dev.ashlar.platform.cluster.NodeView;
import dev.ashlar.platform.http.RequestMeter;
import dev.ashlar.platform.progress.Tasks;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at the cluster.
 *
 * @param at when, on this node's clock
 * @param node the node that says so
 */
record Overview(
    Instant at,
    String node,
    List<NodeItem> nodes,
    List<HealthItem> health,
    List<Tasks.Progress> tasks) {

  /** A node with its load, which is absent before its first heartbeat. */
  record NodeItem(
      String name,
      String address,
      String version,
      Instant startedAt,
      Instant lastSeenAt,
      NodeState state,
      @Nullable Double requestsPerSecond,
      @Nullable Double latencyP50Millis,
      @Nullable Double latencyP99Millis) {

    static NodeItem of(NodeView n) {
      RequestMeter.Load load = n.load();
      return new NodeItem(
          n.name(),
          n.address(),
          n.version(),
          n.startedAt(),
          n.lastSeenAt(),
          n.state(),
          load == null ? null : load.requestsPerSecond(),
          load == null ? null : load.latencyP50Millis(),
          load == null ? null : load.latencyP99Millis());
    }
  }

  /** A health check of this node. */
  record HealthItem(String name, boolean up, @Nullable String reason) {}
}
