package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.platform.http.ETags;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Calls on one key whose answers are kept for a repetition. */
@ApplicationScoped
@Path("kv")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Key-value")
public class KvKeyResource {
  @Inject Kv kv;

  /** Which revision of a key to write anew. */
  public record Restore(@Nullable Long revision) {}

  @POST
  @Path("{bucket}/keys/{key: .+}/increment")
  @Access(block = "kv", name = "bucket")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "incrementKey",
      summary = "Adds to the number that stands; an absent key counts as 0")
  @APIResponse(responseCode = "200", description = "{key, value, revision, version}")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "409", description = "not-a-number, quota-exceeded")
  @APIResponse(responseCode = "412", description = "revision-mismatch, stale-lock-token")
  public KvAnswers.Counter increment(
      @Context HttpServletRequest request,
      @RequestBody(content = @Content(schema = @Schema(implementation = KvBodies.Increment.class)))
          InputStream body)
      throws IOException {
    KvPath path = checked(request, KvPath.INCREMENT);
    KvWrite.Increment action =
        KvBodies.increment(KvBodies.bytes(body), KvParameters.of(request).apply("ttl"));
    Long expected = KvKeyFilter.expected(request);
    return KvAnswers.counter(write(path, action, expected, request), path);
  }

  @POST
  @Path("{bucket}/keys/{key: .+}/restore")
  @Access(block = "kv", name = "bucket")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "restoreKey",
      summary = "Writes anew what stood at a key when its bucket had a revision")
  @APIResponse(responseCode = "200", description = "The entry that was written")
  @APIResponse(responseCode = "400", description = "invalid-request: revision")
  @APIResponse(responseCode = "404", description = "bucket-not-found, key-not-found")
  @APIResponse(responseCode = "410", description = "compacted")
  @APIResponse(responseCode = "412", description = "revision-mismatch, stale-lock-token")
  public Response restore(@Nullable Restore body, @Context HttpServletRequest request) {
    KvPath path = checked(request, KvPath.RESTORE);
    if (body == null || body.revision == null) {
      throw ProblemException.invalid("revision", "must be there");
    }
    Found.Value old = KvAnswers.value(readAt(path, body.revision), path);
    byte[] value = old.value() == null ? new byte[0] : old.value();
    KvWrite.Put put =
        new KvWrite.Put(
            value,
            old.entry().contentType(),
            KvWrite.ttlOrNull(KvParameters.of(request).apply("ttl")));
    Long expected = KvKeyFilter.expected(request);
    KvResult.Stored stored =
        KvAnswers.expect(KvResult.Stored.class, write(path, put, expected, request), path);
    return Response.status(stored.created() ? 201 : 200)
        .entity(stored.entry())
        .header("ETag", ETags.of(stored.entry().revision()))
        .build();
  }

  private Found readAt(KvPath path, long revision) {
    try {
      return kv.readAt(path.bucket(), path.key(), revision).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private KvResult write(
      KvPath path, KvWrite.Action action, @Nullable Long expected, HttpServletRequest request) {
    String author = Caller.of(request).name();
    KvWrite write = new KvWrite(path.bucket(), path.key(), action, expected, author);
    return kv.write(List.of(write.under(KvFence.of(request)))).get(0);
  }

  /** From the path as it was sent: JAX-RS does not tell an encoded slash from another. */
  private static KvPath checked(HttpServletRequest request, String call) {
    KvPath path = KvPath.of(request);
    if (path == null) {
      throw new ProblemException(404, "not-found", "There is nothing at this path.");
    }
    return path.without(call).checked();
  }
}
