package dev.ashlar.kv;

import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.LimitedInputStream;
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
import jakarta.ws.rs.DefaultValue;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Buckets over HTTP: lists, ranges, transactions, history, settings, import, export. */
@ApplicationScoped
@Path("kv")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Key-value")
public class KvBucketResource {
  static final String NDJSON = "application/x-ndjson";

  @Inject KvLists lists;
  @Inject KvImport imports;
  @Inject KvExport exports;
  @Inject KvRangeDelete rangeDelete;
  @Inject KvBucketAdmin admin;
  @Inject Kv kv;

  @Inject
  @ConfigProperty(name = "ashlar.kv.max-value-bytes")
  int maxValueBytes;

  @Inject
  @ConfigProperty(name = "ashlar.kv.max-transaction-bytes")
  long maxTransactionBytes;

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
  @Operation(
      operationId = "listKeys",
      summary = "Lists keys in the order of their bytes, all pages as of one revision")
  @APIResponse(responseCode = "200", description = "A page of keys; with values=true at most 4 MiB")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  @APIResponse(responseCode = "410", description = "compacted: the revision is not kept any more")
  public KvLists.KeyPage keys(
      @PathParam("bucket") String bucket,
      @Parameter(description = "Only keys that begin with this") @QueryParam("prefix")
          @Nullable String prefix,
      @Parameter(description = "Only keys from this one on") @QueryParam("start")
          @Nullable String start,
      @Parameter(description = "Only keys before this one") @QueryParam("end") @Nullable String end,
      @Parameter(description = "Only what follows: next of the page before, or any key")
          @QueryParam("after")
          @Nullable String after,
      @Parameter(description = "true: from the last key to the first") @QueryParam("reverse")
          @Nullable String reverse,
      @Parameter(description = "As it stood at this revision") @QueryParam("revision")
          @Nullable String revision,
      @QueryParam("limit") @Nullable String limit,
      @Parameter(description = "true: with the values") @QueryParam("values")
          @Nullable String values,
      @Parameter(description = "true: with the number of keys in the whole range")
          @QueryParam("count")
          @Nullable String count) {
    KvKeys.checkBucket(bucket);
    return lists.page(
        bucket,
        new KvLists.Asked(
            KvRange.of(prefix, start, end),
            KvCursor.parse(after),
            KvParameters.revision("revision", revision),
            KvParameters.isTrue("reverse", reverse, false),
            Page.limit(limit),
            KvParameters.isTrue("values", values, false),
            KvParameters.isTrue("count", count, false)));
  }

  @DELETE
  @Path("{bucket}/keys")
  @Access(block = "kv", name = "bucket")
  @Operation(
      operationId = "deleteKeys",
      summary = "Deletes a range of keys: up to 10,000 as one change, more in such steps")
  @APIResponse(responseCode = "200", description = "{deleted, revision}")
  @APIResponse(responseCode = "400", description = "invalid-request: no range, or a bad one")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  @APIResponse(
      responseCode = "412",
      description = "stale-lock-token; with deleted, if some steps were done before")
  public KvRangeDelete.Outcome deleteKeys(
      @PathParam("bucket") String bucket,
      @QueryParam("prefix") @Nullable String prefix,
      @QueryParam("start") @Nullable String start,
      @QueryParam("end") @Nullable String end,
      @Context HttpServletRequest request) {
    KvKeys.checkBucket(bucket);
    if (prefix == null && start == null && end == null) {
      throw ProblemException.invalid("prefix", "or start or end must say what to delete");
    }
    return rangeDelete.delete(
        bucket, KvRange.of(prefix, start, end), Caller.of(request).name(), KvFence.of(request));
  }

  @GET
  @Path("{bucket}/history")
  @Access(block = "kv", name = "bucket")
  @Operation(
      operationId = "keyHistory",
      summary = "Lists the changes of a key, with who made them, oldest first")
  @APIResponse(responseCode = "200", description = "Items with event, the entry, and by")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  public Page<KvEvent> history(
      @PathParam("bucket") String bucket,
      @QueryParam("key") @Nullable String key,
      @Parameter(description = "The revision after which to begin") @QueryParam("after")
          @Nullable String after,
      @QueryParam("limit") @Nullable String limit,
      @Parameter(description = "true: newest first") @QueryParam("reverse")
          @Nullable String reverse) {
    KvKeys.checkBucket(bucket);
    KvKeys.check(key);
    return lists.history(
        bucket,
        String.valueOf(key),
        KvParameters.revision("after", after),
        Page.limit(limit),
        KvParameters.isTrue("reverse", reverse, false));
  }

  @POST
  @Path("{bucket}/transactions")
  @Access(block = "kv", name = "bucket")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "transaction",
      summary = "Does several operations together, if what is compared holds, or others if not")
  @APIResponse(responseCode = "200", description = "{succeeded, revision, results}")
  @APIResponse(responseCode = "400", description = "invalid-request")
  @APIResponse(responseCode = "409", description = "quota-exceeded")
  @APIResponse(responseCode = "412", description = "stale-lock-token")
  @APIResponse(responseCode = "413", description = "payload-too-large")
  public CompletionStage<KvResult.Transacted> transact(
      @PathParam("bucket") String bucket,
      @Context HttpServletRequest request,
      @RequestBody(content = @Content(schema = @Schema(implementation = KvTransactionBody.class)))
          InputStream body)
      throws IOException {
    KvKeys.checkBucket(bucket);
    KvFence fence = KvFence.of(request);
    KvTransactionBody read =
        Json.MAPPER.readValue(
            new LimitedInputStream(body, maxTransactionBytes), KvTransactionBody.class);
    if (read == null) {
      throw new ProblemException(400, "malformed-json", "The body must be a JSON object.");
    }
    KvTransaction transaction = read.in(bucket, maxValueBytes, Caller.of(request).name());
    return kv.apply(transaction.under(fence))
        .thenApply(result -> KvAnswers.expect(KvResult.Transacted.class, result, null));
  }

  @GET
  @Path("{bucket}/config")
  @Access(block = "kv", name = "bucket")
  @Operation(operationId = "bucketConfig", summary = "Tells the settings of a bucket")
  @APIResponse(responseCode = "200", description = "The settings, defaults filled in")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  public KvBucketAdmin.Settings config(@PathParam("bucket") String bucket) {
    KvKeys.checkBucket(bucket);
    return admin.settings(bucket);
  }

  @PUT
  @Path("{bucket}/config")
  @Access(role = Role.ADMIN, block = "kv", name = "bucket")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "configureBucket",
      summary = "Sets all settings of a bucket; it comes into being by that")
  @APIResponse(responseCode = "200", description = "The settings of a bucket that stood")
  @APIResponse(responseCode = "201", description = "The settings of a new bucket")
  @APIResponse(responseCode = "400", description = "invalid-request")
  public Response configure(
      @PathParam("bucket") String bucket,
      KvBucketAdmin.@Nullable Settings settings,
      @Context HttpServletRequest request) {
    KvKeys.checkBucket(bucket);
    if (settings == null) {
      throw new ProblemException(400, "malformed-json", "The body must be a JSON object.");
    }
    KvFence.refuse(request);
    boolean created = admin.configure(bucket, settings, Caller.of(request));
    return Response.status(created ? 201 : 200).entity(admin.settings(bucket)).build();
  }

  @DELETE
  @Path("{bucket}/config")
  @Access(role = Role.ADMIN, block = "kv", name = "bucket")
  @Operation(
      operationId = "resetBucket",
      summary = "Goes back to the default settings; the keys stay")
  @APIResponse(responseCode = "204", description = "Done")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  public void reset(@PathParam("bucket") String bucket, @Context HttpServletRequest request) {
    KvKeys.checkBucket(bucket);
    KvFence.refuse(request);
    admin.reset(bucket, Caller.of(request));
  }

  @DELETE
  @Path("{bucket}")
  @Access(role = Role.ADMIN, block = "kv", name = "bucket")
  @Operation(operationId = "dropBucket", summary = "Drops a bucket with all that is in it")
  @APIResponse(responseCode = "204", description = "Gone")
  @APIResponse(responseCode = "404", description = "bucket-not-found")
  public void drop(@PathParam("bucket") String bucket, @Context HttpServletRequest request) {
    KvKeys.checkBucket(bucket);
    KvFence.refuse(request);
    admin.drop(bucket, Caller.of(request));
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
      @Parameter(description = "true: one bad line, and nothing is stored") @QueryParam("atomic")
          @Nullable String atomic,
      @Context HttpServletRequest request,
      @RequestBody(
              description = "Lines of {\"key\",\"value\"|\"base64\",\"contentType\",\"ttl\"}",
              content =
                  @Content(mediaType = NDJSON, schema = @Schema(implementation = KvLine.class)))
          InputStream body) {
    KvKeys.checkBucket(bucket);
    KvFence.refuse(request);
    return imports.run(
        bucket,
        body,
        request.getContentLengthLong(),
        KvParameters.isTrue("atomic", atomic, false),
        Caller.of(request).name());
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
    KvRange unused = KvRange.of(prefix, null, null);
    return Response.ok(exports.open(bucket, prefix), NDJSON).build();
  }
}
