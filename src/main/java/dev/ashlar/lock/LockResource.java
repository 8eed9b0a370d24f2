package dev.ashlar.lock;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Audit;
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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Locks over HTTP: looking at them, their settings, and breaking them. */
@ApplicationScoped
@Path("locks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Lock")
public class LockResource {
  private static final int LONGEST_REASON = 500;

  @Inject LockEngine engine;
  @Inject LockViews views;
  @Inject Database database;
  @Inject Audit audit;

  /** A lock in a list. */
  public record Item(
      String lock,
      int permits,
      Duration delay,
      long token,
      List<LockViews.Holder> holders,
      long waiting) {}

  /** A lock with all that is known of it. */
  public record Detail(
      String lock,
      int permits,
      Duration delay,
      long token,
      List<LockViews.Holder> holders,
      List<LockViews.Queued> waiters,
      List<LockViews.Past> history) {}

  /** The settings of a lock. */
  public record Config(int permits, Duration delay) {}

  /** Whether a token is held, and the newest that was given. */
  public record Valid(boolean valid, long token) {}

  @GET
  @Operation(
      operationId = "listLocks",
      summary =
          "Lists the locks within the caller's scopes that are configured or were held last week")
  @APIResponse(responseCode = "200", description = "A page of locks, by name")
  @APIResponse(responseCode = "400", description = "invalid-request: limit")
  public Page<Item> list(
      @Parameter(description = "Only locks whose names begin with this") @QueryParam("prefix")
          @Nullable String prefix,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit,
      @Context HttpServletRequest request) {
    int size = Page.limit(limit);
    Caller caller = Caller.of(request);
    List<Item> found =
        LockPages.read(
                (from, count) -> views.list(prefix == null ? "" : prefix, from, count),
                LockViews.Summary::lock,
                lock -> !lock.startsWith(LockBodies.ELECTION) && caller.reaches("lock", lock),
                after,
                size + 1)
            .stream()
            .map(summary -> item(summary, caller))
            .toList();
    return Page.of(found, size, Item::lock);
  }

  @GET
  @Path("{lock}")
  @Access(block = "lock", name = "lock")
  @Operation(
      operationId = "getLock",
      summary = "Shows who holds a lock, who waits for it in order, and who held it")
  @APIResponse(
      responseCode = "200",
      description = "The lock; leases and sessions only for administrators")
  @APIResponse(responseCode = "400", description = "invalid-request")
  public Detail detail(@PathParam("lock") String lock, @Context HttpServletRequest request) {
    LockBodies.checkLock(lock);
    LockViews.Detail detail = views.detail(lock);
    Item item = item(detail.summary(), Caller.of(request));
    return new Detail(
        lock,
        item.permits,
        item.delay,
        item.token,
        item.holders,
        detail.waiters(),
        detail.history());
  }

  @POST
  @Path("{lock}/validate")
  @Access(role = Role.READ, block = "lock", name = "lock")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "validateToken", summary = "Tells whether a lock is held with a token")
  @APIResponse(responseCode = "200", description = "{valid, token}: token is the newest given")
  @APIResponse(responseCode = "400", description = "invalid-request")
  public Valid validate(@PathParam("lock") String lock, LockBodies.Validate body) {
    LockBodies.checkLock(lock);
    long token = body.checked();
    LockViews.Summary summary = views.summary(lock);
    boolean valid = summary.holders().stream().anyMatch(grant -> grant.token() == token);
    return new Valid(valid, summary.token());
  }

  @GET
  @Path("{lock}/config")
  @Access(block = "lock", name = "lock")
  @Operation(operationId = "getLockConfig", summary = "Shows the settings of a lock")
  @APIResponse(responseCode = "200", description = "The settings, defaults filled in")
  public Config config(@PathParam("lock") String lock) {
    LockBodies.checkLock(lock);
    LockViews.Summary summary = views.summary(lock);
    return new Config(summary.permits(), summary.delay());
  }

  @PUT
  @Path("{lock}/config")
  @Access(role = Role.ADMIN, block = "lock", name = "lock")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "configureLock",
      summary = "Sets how many may hold a lock at a time, and its rest after a holder was lost")
  @APIResponse(responseCode = "200", description = "Set anew")
  @APIResponse(responseCode = "201", description = "Set for the first time")
  @APIResponse(responseCode = "400", description = "invalid-request")
  public Response configure(
      @PathParam("lock") String lock, LockBodies.Config body, @Context HttpServletRequest request) {
    LockCommand.Configure command = body.command(lock);
    LockResult.Done done = audited(Caller.of(request), "lock.configure", lock, command);
    return Response.status(done.wasThere() ? 200 : 201)
        .entity(new Config(command.permits(), command.delay()))
        .build();
  }

  @DELETE
  @Path("{lock}/holders/{lease}")
  @Access(role = Role.ADMIN, block = "lock", name = "lock")
  @Operation(
      operationId = "breakLock",
      summary = "Takes a lock away from a holder, whose next call says so; audited")
  @APIResponse(responseCode = "204", description = "Broken")
  @APIResponse(responseCode = "404", description = "lease-not-found")
  public void breakLock(
      @PathParam("lock") String lock,
      @PathParam("lease") String lease,
      @Parameter(description = "Why, for the history and the audit log") @QueryParam("reason")
          @Nullable String reason,
      @Context HttpServletRequest request) {
    LockBodies.checkLock(lock);
    UUID id = LockBodies.leaseOf(lease);
    if (reason != null && (reason.length() > LONGEST_REASON || !LockBodies.isText(reason))) {
      throw ProblemException.invalid(
          "reason", "must have at most " + LONGEST_REASON + " characters, and no NUL");
    }
    LockResult.Done unused =
        audited(
            Caller.of(request),
            "lock.break",
            reason == null ? lock : lock + ": " + reason,
            new LockCommand.Break(lock, id, reason));
  }

  private LockResult.Done audited(
      Caller caller, String action, String target, LockCommand command) {
    LockWriter.Written written =
        database.inTransaction(
            entities -> {
              LockWriter.Written decided = engine.decide(List.of(command));
              requireFound(decided.results().get(0), command);
              audit.record(caller, action, target);
              return decided;
            });
    engine.tell(written);
    return (LockResult.Done) written.results().get(0);
  }

  private static void requireFound(LockResult result, LockCommand command) {
    if (command instanceof LockCommand.Break && !((LockResult.Done) result).wasThere()) {
      throw ProblemException.notFound("lease-not-found", "The lock is not held by this lease.");
    }
  }

  private static Item item(LockViews.Summary summary, Caller caller) {
    boolean secrets = caller.role().includes(Role.ADMIN);
    return new Item(
        summary.lock(),
        summary.permits(),
        summary.delay(),
        summary.token(),
        summary.holders().stream().map(h -> LockViews.Holder.of(h, secrets)).toList(),
        summary.waiting());
  }
}
