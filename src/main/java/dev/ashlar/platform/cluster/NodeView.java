package dev.ashlar.platform.cluster;

import dev.ashlar.platform.http.RequestMeter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as others see it.
 *
 * @param lastSeenAt its last heartbeat, on the database's clock
 * @param load what it did when last heard of, null when it did not say
 */
public record NodeView(
    String name,
    String address,
    String version,
    Instant startedAt,
    Instant lastSeenAt,
    NodeState state,
    RequestMeter.@Nullable Load load) {

  static NodeView of(Node node, Instant now) {
    return new NodeView(
        node.name,
        node.address,
        node.version,
        node.startedAt,
        node.lastSeenAt,
        node.stateAt(now),
        load(node));
  }

  private static RequestMeter.@Nullable Load load(Node node) {
    if (node.requestsPerSecond == null) {
      return null;
    }
    return new RequestMeter.Load(
        node.requestsPerSecond, node.latencyP50Millis, node.latencyP99Millis);
  }
}
