package dev.ashlar.platform.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Ready while the database answers; otherwise the reason is in the data of the check. How a replica
 * is doing is there too, but a node does well without.
 */
@Readiness
@Startup
@ApplicationScoped
class DatabaseHealth implements HealthCheck {
  @Inject Database database;
  @Inject Replica replica;

  @Override
  public HealthCheckResponse call() {
    DatabaseState state = database.state();
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("database").status(state.isUp());
    if (state.reason() != null) {
      answer.withData("reason", state.reason()).withData("fatal", state.fatal());
    }
    if (replica.isSet()) {
      answer.withData("replica", replica.reads().state());
    }
    return answer.build();
  }
}
