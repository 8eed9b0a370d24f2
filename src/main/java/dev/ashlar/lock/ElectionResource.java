package dev.ashlar.lock;

import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Elections over HTTP; campaigns are taken by {@link LockFilter}, observers by {@link
 * LockStreamFilter}.
 */
@ApplicationScoped
@Path("elections")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Lock")
public class ElectionResource {
  @Inject Elections elections;
  @Inject LockEngine engine;

  @GET
  @Operation(operationId = "listElections", summary = "Lists elections and who leads")
  @APIResponse(responseCode = "200", description = "A page of elections, by name")
  @APIResponse(responseCode = "400", description = "invalid-request: limit")
  public Page<Elections.View> list(
      @Parameter(description = "Only elections whose names begin with this") @QueryParam("prefix")
          @Nullable String prefix,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit,
      @Context HttpServletRequest request) {
    int size = Page.limit(limit);
    Caller caller = Caller.of(request);
    List<Elections.View> found =
        LockPages.read(
            (from, count) -> elections.list(prefix == null ? "" : prefix, from, count),
            Elections.View::name,
            name -> caller.reaches("lock", name),
            after,
            size + 1);
    return Page.of(found, size, Elections.View::name);
  }

  @GET
  @Path("{name}")
  @Access(block = "lock", name = "name")
  @Operation(operationId = "getElection", summary = "Shows who leads, who wants to, and who led")
  @APIResponse(responseCode = "200", description = "The election; without leader while none leads")
  public Elections.Detail detail(@PathParam("name") String name) {
    new Checks().name("name", name).orThrow();
    return elections.detail(name);
  }

  @POST
  @Path("{name}/resign")
  @Access(block = "lock", name = "name")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "resign", summary = "Leads no more, whether or not it did")
  @APIResponse(responseCode = "204", description = "The candidate does not lead")
  @APIResponse(responseCode = "400", description = "invalid-request")
  public CompletionStage<Response> resign(@PathParam("name") String name, LockBodies.Resign body) {
    return engine.submit(body.command(name)).thenApply(result -> Response.noContent().build());
  }
}
