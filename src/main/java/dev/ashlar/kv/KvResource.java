package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.platform.config.Durations;
import dev.ashlar.platform.http.ETags;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One key over HTTP: the body is the value, whatever its media type. */
@ApplicationScoped
@Path("kv/{bucket}/keys/{key: .+}")
@Access(block = "kv", name = "bucket")
@Tag(name = "Key-value")
public class KvResource {
  private static final Duration LONGEST_TTL = Duration.ofDays(36_500);

  @Inject Kv kv;

  @Inject
  @ConfigProperty(name = "ashlar.kv.max-value-bytes")
  int maxValueBytes;

  @PUT
  @Operation(operationId = "putKey", summary = "Stores a value; on disk when answered")
  @APIResponse(
      responseCode = "200",
      description = "Replaced: the entry, and its revision as ETag",
      content = @Content(schema = @Schema(implementation = Entry.class)))
  @APIResponse(
      responseCode = "201",
      description = "Created: the entry, and its revision as ETag",
      content = @Content(schema = @Schema(implementation = Entry.class)))
  @APIResponse(responseCode = "400", description = "invalid-request: key, ttl or condition")
  @APIResponse(responseCode = "412", description = "revision-mismatch, with currentRevision")
  @APIResponse(responseCode = "413", description = "payload-too-large")
  public CompletionStage<Response> put(
      @PathParam("bucket") String bucket,
      @Parameter(description = "The key, percent-encoded; slashes may stand as they are")
          @PathParam("key")
          @Encoded
          String path,
      @Parameter(description = "How long the key lives: 500ms, 30s, 5m, 24h, 7d or ISO-8601")
          @QueryParam("ttl")
          @Nullable String ttl,
      @Parameter(description = "The revision that must stand, in quotes") @HeaderParam("If-Match")
          @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      @Parameter(hidden = true) @HeaderParam("Content-Type") @Nullable String contentType,
      @Parameter(hidden = true) @HeaderParam("Content-Length") @Nullable String contentLength,
      @RequestBody(
              description = "The value, as it is",
              content =
                  @Content(
                      mediaType = "*/*",
                      schema = @Schema(type = SchemaType.STRING, format = "binary")))
          InputStream body)
      throws IOException {
    KvKeys.checkBucket(bucket);
    KvWrite write =
        new KvWrite(
            bucket,
            KvKeys.ofPath(path),
            value(body, contentLength),
            MediaTypes.checked(contentType),
            ttl == null ? null : ttl(ttl),
            expected(ifMatch, ifNoneMatch));
    return kv.submit(write).thenApply(KvAnswers::ofPut);
  }

  @GET
  @Operation(
      operationId = "getKey",
      summary = "Answers a value with its media type and its revision as ETag")
  @APIResponse(responseCode = "200", description = "The value")
  @APIResponse(responseCode = "304", description = "If-None-Match names the revision that stands")
  @APIResponse(responseCode = "404", description = "bucket-not-found, key-not-found")
  public CompletionStage<Response> get(
      @PathParam("bucket") String bucket,
      @Parameter(description = "The key, percent-encoded; slashes may stand as they are")
          @PathParam("key")
          @Encoded
          String path,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
    KvKeys.checkBucket(bucket);
    String key = KvKeys.ofPath(path);
    CompletionStage<Found> found = kv.read(bucket, key);
    return found.thenApply(f -> KvAnswers.ofGet(f, bucket, key, ifNoneMatch));
  }

  @DELETE
  @Operation(operationId = "deleteKey", summary = "Deletes a key")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "404", description = "bucket-not-found, key-not-found")
  @APIResponse(responseCode = "412", description = "revision-mismatch, with currentRevision")
  public CompletionStage<Response> delete(
      @PathParam("bucket") String bucket,
      @Parameter(description = "The key, percent-encoded; slashes may stand as they are")
          @PathParam("key")
          @Encoded
          String path,
      @Parameter(description = "The revision that must stand, in quotes") @HeaderParam("If-Match")
          @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
    KvKeys.checkBucket(bucket);
    String key = KvKeys.ofPath(path);
    KvWrite write = KvWrite.delete(bucket, key, expected(ifMatch, ifNoneMatch));
    return kv.submit(write).thenApply(result -> KvAnswers.ofDelete(result, bucket, key));
  }

  private byte[] value(InputStream body, @Nullable String contentLength) throws IOException {
    if (contentLength != null && isOver(contentLength)) {
      throw tooLarge();
    }
    byte[] value = body.readNBytes(maxValueBytes + 1);
    if (value.length > maxValueBytes) {
      throw tooLarge();
    }
    return value;
  }

  private boolean isOver(String contentLength) {
    try {
      return Long.parseLong(contentLength) > maxValueBytes;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private ProblemException tooLarge() {
    return ProblemException.tooLarge("A value may have " + maxValueBytes + " bytes at most.");
  }

  private static @Nullable Long expected(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    return ETags.ifAbsent(ifNoneMatch) ? Long.valueOf(KvWrite.ABSENT) : ETags.ifMatch(ifMatch);
  }

  static Duration ttl(String text) {
    Duration ttl;
    try {
      ttl = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("ttl", String.valueOf(e.getMessage()));
    }
    if (ttl.isZero() || ttl.compareTo(LONGEST_TTL) > 0) {
      throw ProblemException.invalid("ttl", "must be more than nothing and at most 100 years");
    }
    return ttl;
  }
}
