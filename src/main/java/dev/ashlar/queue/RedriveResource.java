package dev.ashlar.queue;

import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Dead letters that live again, over HTTP; {@link QueueResource} begins it. */
@ApplicationScoped
@Path("queues/{queue}/redrives")
@Produces(MediaType.APPLICATION_JSON)
@Access(block = "queue", name = "queue")
@Tag(name = "Queues")
public class RedriveResource {
  @Inject Redrives redrives;

  @GET
  @Operation(
      operationId = "listRedrives",
      summary = "Lists the redrives of a queue, the newest first; each for a week after its end")
  @APIResponse(responseCode = "200", description = "A page of redrives")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "404", description = "queue-not-found")
  public Page<RedriveView> list(
      @PathParam("queue") String queue,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit) {
    return redrives.list(
        queue, after == null ? Long.MAX_VALUE : id("after", after), Page.limit(limit));
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "getRedrive", summary = "Tells how far a redrive is")
  @APIResponse(responseCode = "200", description = "{id, state, moved, skipped, total, …}")
  @APIResponse(responseCode = "404", description = "redrive-not-found")
  public RedriveView find(@PathParam("queue") String queue, @PathParam("id") String id) {
    return redrives.find(queue, id("id", id));
  }

  @POST
  @Path("{id}/cancel")
  @Operation(
      operationId = "cancelRedrive",
      summary = "Ends a redrive; what was moved stays so; audited")
  @APIResponse(responseCode = "200", description = "How far it had come")
  @APIResponse(responseCode = "404", description = "redrive-not-found")
  public RedriveView cancel(
      @PathParam("queue") String queue,
      @PathParam("id") String id,
      @Context HttpServletRequest request) {
    return redrives.cancel(queue, id("id", id), Caller.of(request));
  }

  private static long id(String field, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ProblemException.invalid(field, "must be the id of a redrive");
    }
  }
}
