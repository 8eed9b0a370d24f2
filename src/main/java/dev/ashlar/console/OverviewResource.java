package dev.ashlar.console;

import dev.ashlar.platform.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The live overview as an SSE stream. */
@ApplicationScoped
@Path("console/overview")
@Tag(name = "Console")
public class OverviewResource {
  @Inject OverviewFeed feed;

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "streamOverview",
      summary = "Streams nodes, health, load and running tasks every two seconds")
  @APIResponse(responseCode = "200", description = "Events named overview")
  @APIResponse(responseCode = "503", description = "overloaded: too many open pages")
  public void stream(
      @Context SseEventSink sink, @Context Sse sse, @Context HttpServletRequest request) {
    feed.add(sink, sse, Caller.of(request));
  }
}
