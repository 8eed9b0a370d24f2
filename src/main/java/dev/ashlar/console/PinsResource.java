package dev.ashlar.console;

import dev.ashlar.platform.config.Durations;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What pins the snapshot horizon of the database, over HTTP. */
@ApplicationScoped
@Path("console/snapshot-pins")
@Produces(MediaType.APPLICATION_JSON)
@Access(role = Role.ADMIN)
@Tag(name = "Console")
public class PinsResource {
  private static final Duration LONGEST = Duration.ofDays(365);

  @Inject Pins pins;

  @GET
  @Operation(
      operationId = "listSnapshotPins",
      summary =
          "Lists the transactions and replication slots that for long have kept the database from"
              + " removing what is outdated, the oldest first")
  @APIResponse(responseCode = "200", description = "Up to 20 of them")
  @APIResponse(responseCode = "400", description = "invalid-request: older-than")
  public Pins.Found list(
      @Parameter(description = "For how long at least; 5m if it is not said")
          @QueryParam("older-than")
          @Nullable String olderThan) {
    return pins.olderThan(age(olderThan == null ? "5m" : olderThan));
  }

  private static Duration age(String text) {
    try {
      Duration age = Durations.parse(text);
      if (age.compareTo(LONGEST) <= 0) {
        return age;
      }
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("older-than", String.valueOf(e.getMessage()));
    }
    throw ProblemException.invalid("older-than", "must be at most 365d");
  }
}
