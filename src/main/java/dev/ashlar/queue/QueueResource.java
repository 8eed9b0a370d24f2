package dev.ashlar.queue;

import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queues over HTTP: their settings and counts, their messages looked at, purge, redrive. */
@ApplicationScoped
@Path("queues")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queues")
public class QueueResource {
  @Inject QueueAdmin admin;
  @Inject QueuePeek peek;
  @Inject Redrives redrives;

  /** How many messages a purge dropped. */
  public record Purged(long purged) {}

  @GET
  @Operation(
      operationId = "listQueues",
      summary = "Lists the queues within the caller's scopes, with settings, counts and rates")
  @APIResponse(responseCode = "200", description = "A page of queues")
  @APIResponse(responseCode = "400", description = "invalid-request: after, limit")
  public CompletionStage<Page<QueueView>> list(
      @Parameter(description = "Only queues after this name") @QueryParam("after")
          @Nullable String after,
      @QueryParam("limit") @Nullable String limit,
      @Context HttpServletRequest request) {
    Caller caller = Caller.of(request);
    Page<String> names =
        admin.names(after, Page.limit(limit), name -> caller.reaches("queue", name));
    return admin.look(names.items()).thenApply(views -> new Page<>(views, names.next()));
  }

  @GET
  @Path("{queue}")
  @Access(block = "queue", name = "queue")
  @Operation(
      operationId = "getQueue",
      summary = "Answers the settings of a queue, how many messages it has, and its rates")
  @APIResponse(responseCode = "200", description = "The queue")
  @APIResponse(responseCode = "404", description = "queue-not-found")
  public CompletionStage<QueueView> detail(@PathParam("queue") String queue) {
    return admin.look(queue);
  }

  @PUT
  @Path("{queue}")
  @Access(role = Role.ADMIN, block = "queue", name = "queue")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "configureQueue",
      summary = "Makes a queue, or sets all of its settings; audited",
      description =
          "A deadLetterQueue that is new or another than before must be within the caller's"
              + " scopes: dead letters are written there.")
  @APIResponse(responseCode = "200", description = "The settings that stand; there was the queue")
  @APIResponse(responseCode = "201", description = "The settings that stand; the queue is new")
  @APIResponse(responseCode = "400", description = "invalid-request; a circle of dead letters too")
  @APIResponse(responseCode = "403", description = "forbidden: deadLetterQueue too")
  @APIResponse(responseCode = "409", description = "queue-type-fixed")
  public Response configure(
      @PathParam("queue") String queue,
      QueueSettings settings,
      @Context HttpServletRequest request) {
    QueueAdmin.Configured done = admin.configure(queue, settings, Caller.of(request));
    return Response.status(done.isNew() ? 201 : 200).entity(done.queue()).build();
  }

  @DELETE
  @Path("{queue}")
  @Access(role = Role.ADMIN, block = "queue", name = "queue")
  @Operation(operationId = "deleteQueue", summary = "Drops a queue with its messages; audited")
  @APIResponse(responseCode = "204", description = "Dropped")
  @APIResponse(responseCode = "404", description = "queue-not-found")
  public void delete(@PathParam("queue") String queue, @Context HttpServletRequest request) {
    admin.delete(queue, Caller.of(request));
  }

  @POST
  @Path("{queue}/purge")
  @Access(role = Role.ADMIN, block = "queue", name = "queue")
  @Operation(
      operationId = "purgeQueue",
      summary = "Drops all messages of a queue, those in flight too; audited")
  @APIResponse(responseCode = "200", description = "{purged}: how many")
  @APIResponse(responseCode = "404", description = "queue-not-found")
  public Purged purge(@PathParam("queue") String queue, @Context HttpServletRequest request) {
    return new Purged(admin.purge(queue, Caller.of(request)).toCompletableFuture().join());
  }

  @POST
  @Path("{queue}/redrive")
  @Access(block = "queue", name = "queue")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "redriveDeadLetters",
      summary = "Begins to move dead letters of a queue to another, or to where each died; audited",
      description =
          "None goes beyond the caller's scopes: that is refused where it is known at once, and a"
              + " letter that turns up later is skipped.")
  @APIResponse(responseCode = "202", description = "It has begun; Location says where to look")
  @APIResponse(responseCode = "400", description = "malformed-json, invalid-request")
  @APIResponse(responseCode = "403", description = "forbidden: a queue that they would go to")
  @APIResponse(responseCode = "404", description = "queue-not-found")
  @APIResponse(responseCode = "409", description = "too-many-redrives")
  public Response start(
      @PathParam("queue") String queue, RedriveWish wish, @Context HttpServletRequest request) {
    RedriveView view = redrives.start(queue, wish, Caller.of(request));
    URI location = URI.create("/api/v1/queues/" + queue + "/redrives/" + view.id());
    return Response.status(202).location(location).entity(view).build();
  }

  @GET
  @Path("{queue}/messages")
  @Access(block = "queue", name = "queue")
  @Operation(
      operationId = "peekMessages",
      summary = "Looks at messages of one state without receiving them, oldest first")
  @APIResponse(
      responseCode = "200",
      description = "A page of messages; with a filter it may have few or none, and yet a next")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "404", description = "queue-not-found")
  public Page<QueuePeek.Peeked> peek(
      @PathParam("queue") String queue,
      @Parameter(description = "ready, in-flight, delayed or dead; ready if it is not said")
          @QueryParam("state")
          @Nullable String state,
      @Parameter(description = "Only messages of this group") @QueryParam("group")
          @Nullable String group,
      @Parameter(description = "Only messages with this header: name:value") @QueryParam("header")
          @Nullable String header,
      @Parameter(description = "Only messages sent at this time or later") @QueryParam("since")
          @Nullable String since,
      @Parameter(description = "Only messages sent before this time") @QueryParam("until")
          @Nullable String until,
      @Parameter(description = "Only what follows: next of the page before") @QueryParam("after")
          @Nullable String after,
      @QueryParam("limit") @Nullable String limit) {
    QueueRules.checkQueue(queue);
    MessageFilter filter =
        new MessageFilter(group, header, time("since", since), time("until", until));
    Checks checks = new Checks();
    filter.check(checks, "");
    checks.orThrow();
    QueuePeek.Wanted wanted =
        new QueuePeek.Wanted(MessageState.parse(state), filter, position(after), Page.limit(limit));
    return peek.page(queue, wanted);
  }

  private static @Nullable Instant time(String field, @Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw ProblemException.invalid(field, "must be a time like 2026-11-22T10:00:00Z");
    }
  }

  private static long position(@Nullable String after) {
    try {
      return after == null ? 0 : Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw ProblemException.invalid("after", "must be what next of a page said");
    }
  }
}
