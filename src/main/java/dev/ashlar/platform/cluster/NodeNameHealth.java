package dev.ashlar.platform.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready when another process took over this node's name: both would be taken for one. */
@Readiness
@ApplicationScoped
class NodeNameHealth implements HealthCheck {
  @Inject Cluster cluster;

  @Override
  public HealthCheckResponse call() {
    boolean mine = !cluster.isReplaced();
    var answer = HealthCheckResponse.named("node-name").status(mine);
    return mine
        ? answer.build()
        : answer
            .withData(
                "reason",
                "Another process runs under the node name "
                    + cluster.self()
                    + "; give one of them another ashlar.node.name.")
            .build();
  }
}
