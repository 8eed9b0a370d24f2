package dev.ashlar.lock;

import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sessions over HTTP; their streams are in {@link LockStreamFilter}. */
@ApplicationScoped
@Path("sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Lock")
public class SessionResource {
  @Inject LockSessions sessions;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createSession",
      summary = "Begins a session, which holds locks as long as it is kept alive")
  @APIResponse(responseCode = "201", description = "The session")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "503", description = "overloaded: there are too many already")
  public Response create(LockBodies.NewSession body, @Context HttpServletRequest request) {
    LockBodies.NewSession checked = body.checked();
    String owner = Objects.requireNonNull(checked.owner());
    Duration ttl = Objects.requireNonNull(checked.ttl());
    Caller.of(request).require(Role.WRITE, "lock", owner);
    LockSessions.View session = sessions.create(owner, ttl);
    return Response.created(URI.create("sessions/" + session.id())).entity(session).build();
  }

  @POST
  @Path("{id}/keepalive")
  @Operation(operationId = "keepSessionAlive", summary = "Keeps a session alive for its ttl")
  @APIResponse(responseCode = "200", description = "The session")
  @APIResponse(responseCode = "400", description = "invalid-request: there was no such session")
  @APIResponse(responseCode = "410", description = "session-lost")
  public LockSessions.View keepAlive(
      @PathParam("id") String id, @Context HttpServletRequest request) {
    requireOwn(id, request);
    return sessions.keepAlive(id);
  }

  @DELETE
  @Path("{id}")
  @Operation(operationId = "endSession", summary = "Ends a session and releases all it holds")
  @APIResponse(responseCode = "204", description = "Ended")
  @APIResponse(responseCode = "400", description = "invalid-request: there was no such session")
  @APIResponse(responseCode = "410", description = "session-lost")
  public CompletionStage<Response> end(
      @PathParam("id") String id, @Context HttpServletRequest request) {
    requireOwn(id, request);
    return sessions.end(id).thenApply(nothing -> Response.noContent().build());
  }

  private void requireOwn(String id, HttpServletRequest request) {
    checkId(id);
    Caller.of(request).require(Role.WRITE, "lock", sessions.read(id).owner());
  }

  static void checkId(String id) {
    if (!SessionId.isValid(id)) {
      throw ProblemException.invalid(
          "session", "must be the id of a session; begin one with POST /api/v1/sessions");
    }
  }
}
