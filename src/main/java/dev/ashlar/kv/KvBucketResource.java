package dev.ashlar.kv;

import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Access;
import dev.ashlar.platform.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Buckets over HTTP: lists, import, export. */
@ApplicationScoped
@Path("kv")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Key-value")
public class KvBucketResource {
  static final String NDJSON = "application/x-ndjson";

  @Inject KvLists lists;
  @Inject KvImport imports;
  @Inject KvExport exports;

  @GET
  @Operation(
      operationId = "listBuckets",
      summary = "Lists the buckets within the caller's scopes, with counts and bytes")
  @APIResponse(responseCode = "200", description = "A page of buckets")
  @APIResponse(responseCode = "400", description = "invalid-request: limit")
  public Page<KvLists.BucketView> buckets(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @Nullable String limit,
      @Context HttpServletRequest request) {
    int size = Page.limit(limit);
    Caller caller = Caller.of(request);
    List<KvLists.BucketView> found =
        lists.buckets().stream()
            .filter(b -> after == null || b.bucket().compareTo(after) > 0)
            .filter(b -> caller.reaches("kv", b.bucket()))
            .limit(size + 1L)
            .toList();
    return Page.of(found, size, KvLists.BucketView::bucket);
  }

  @GET
  @Path("{bucket}/keys")
  @Access(block = "kv", name = "bucket")
  @Operation(operationId = "listKeys", summary = "Lists keys in the order of their bytes")
  @APIResponse(responseCode = "200", description = "A page of keys; with values=true at most 4 MiB")
  @APIResponse(responseCode = "400", description = "invalid-request: limit, prefix or after")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  public Page<Entry> keys(
      @PathParam("bucket") String bucket,
      @Parameter(description = "Only keys that begin with this")
          @QueryParam("prefix")
          @DefaultValue("")
          String prefix,
      @Parameter(description = "Only keys after this one in byte order; it need not exist")
          @QueryParam("after")
          @DefaultValue("")
          String after,
      @QueryParam("limit") @Nullable String limit,
      @Parameter(description = "true: with the values") @QueryParam("values") @DefaultValue("false")
          String values) {
    KvKeys.checkBucket(bucket);
    checkText("prefix", prefix);
    checkText("after", after);
    return lists.page(bucket, prefix, after, Page.limit(limit), isTrue("values", values));
  }

  @POST
  @Path("{bucket}/import")
  @Access(block = "kv", name = "bucket")
  @Consumes({NDJSON, "application/ndjson", "application/jsonl"})
  @Operation(
      operationId = "importKeys",
      summary = "Stores keys line by line; streamed, of any length")
  @APIResponse(
      responseCode = "200",
      description = "How many were stored, and the lines that failed")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "415", description = "unsupported-media-type: send NDJSON")
  public KvImport.Outcome importLines(
      @PathParam("bucket") String bucket,
      @Parameter(description = "true: one bad line, and nothing is stored")
          @QueryParam("atomic")
          @DefaultValue("false")
          String atomic,
      @Parameter(hidden = true) @HeaderParam("Content-Length") @Nullable String contentLength,
      @RequestBody(
              description = "Lines of {\"key\",\"value\"|\"base64\",\"contentType\",\"ttl\"}",
              content =
                  @Content(mediaType = NDJSON, schema = @Schema(implementation = KvLine.class)))
          InputStream body) {
    KvKeys.checkBucket(bucket);
    return imports.run(bucket, body, contentLength, isTrue("atomic", atomic));
  }

  @GET
  @Path("{bucket}/export")
  @Access(block = "kv", name = "bucket")
  @Produces({NDJSON, MediaType.WILDCARD})
  @Operation(
      operationId = "exportKeys",
      summary = "Answers every key as a line that import takes; streamed, in key order")
  @APIResponse(responseCode = "200", description = "NDJSON")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  public Response exportLines(
      @PathParam("bucket") String bucket, @QueryParam("prefix") @DefaultValue("") String prefix) {
    KvKeys.checkBucket(bucket);
    checkText("prefix", prefix);
    return Response.ok(exports.open(bucket, prefix), NDJSON).build();
  }

  private static boolean isTrue(String field, String value) {
    return switch (value) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw ProblemException.invalid(field, "must be true or false");
    };
  }

  private static void checkText(String field, String text) {
    if (!text.isEmpty() && KvKeys.problem(text) != null) {
      throw ProblemException.invalid(field, String.valueOf(KvKeys.problem(text)));
    }
  }
}
