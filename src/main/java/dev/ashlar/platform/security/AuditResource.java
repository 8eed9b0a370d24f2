package dev.ashlar.platform.security;

import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit log over HTTP. */
@ApplicationScoped
@Path("audit")
@Produces(MediaType.APPLICATION_JSON)
@Access(role = Role.ADMIN)
@Tag(name = "Security")
public class AuditResource {
  @Inject Audit audit;

  @GET
  @Operation(operationId = "listAudit", summary = "Lists administrative changes, newest first")
  @APIResponse(responseCode = "200", description = "A page of changes")
  @APIResponse(responseCode = "400", description = "invalid-request: limit or after is no number")
  public Page<Audit.Entry> list(
      @Parameter(description = "Only what this key's name did") @QueryParam("actor")
          @Nullable String actor,
      @Parameter(description = "Only this kind of change, like key.create") @QueryParam("action")
          @Nullable String action,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit) {
    int size = Page.limit(limit);
    return Page.of(
        audit.list(position(after), actor, action, size + 1), size, e -> Long.toString(e.id()));
  }

  private static long position(@Nullable String after) {
    try {
      return after == null ? Long.MAX_VALUE : Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw ProblemException.invalid("after", "must be the next of the page before");
    }
  }
}
