package dev.ashlar.platform.security;

import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys over HTTP. */
@ApplicationScoped
@Path("keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Access(role = Role.ADMIN)
@Tag(name = "Security")
public class KeysResource {
  private static final Pattern SCOPE =
      Pattern.compile("\\*|[a-z]+:(\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,127})");
  private static final int MOST_SCOPES = 100;

  @Inject Keys keys;
  @Inject AwsCredentials awsCredentials;

  /** A key as it is asked for; the scopes default to everything. */
  public record NewKey(
      @Nullable String name,
      @Nullable Role role,
      @Nullable List<String> scopes,
      @Nullable Instant expiresAt) {

    Keys.Wanted checked() {
      List<String> reach = scopes == null ? List.of("*") : scopes;
      new Checks()
          .name("name", name)
          .that(role != null, "role", "must be admin, write or read")
          .that(!reach.isEmpty() && reach.size() <= MOST_SCOPES, "scopes", "must be 1 to 100")
          .that(
              reach.stream().allMatch(s -> s != null && SCOPE.matcher(s).matches()),
              "scopes",
              "must each be *, block:* or block:name, like kv:orders")
          .that(
              expiresAt == null || expiresAt.isAfter(Instant.now()),
              "expiresAt",
              "must be in the future")
          .orThrow();
      return new Keys.Wanted(
          Objects.requireNonNull(name), Objects.requireNonNull(role), reach, expiresAt);
    }
  }

  /** A new key, the only time that it is shown. */
  public record Created(
      UUID id,
      String name,
      Role role,
      List<String> scopes,
      String key,
      Instant createdAt,
      @Nullable Instant expiresAt) {}

  /** A key as it is listed. */
  public record Listed(
      UUID id,
      String name,
      Role role,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {}

  /** What clients of AWS's protocols sign with in the place of a key. */
  public record AwsPair(String accessKeyId, String secretAccessKey) {}

  @POST
  @Operation(
      operationId = "createApiKey",
      summary = "Creates an API key; the key is in this answer and never shown again")
  @APIResponse(responseCode = "201", description = "The key")
  @APIResponse(responseCode = "400", description = "invalid-request or malformed-json")
  public Response create(NewKey wanted, @Context HttpServletRequest request) {
    Created created = keys.create(Caller.of(request), wanted.checked());
    return Response.created(URI.create("/api/v1/keys/" + created.id())).entity(created).build();
  }

  @GET
  @Operation(operationId = "listApiKeys", summary = "Lists API keys without the keys themselves")
  @APIResponse(responseCode = "200", description = "A page of keys")
  @APIResponse(responseCode = "400", description = "invalid-request: limit or after")
  public Page<Listed> list(
      @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
    int size = Page.limit(limit);
    UUID position = after == null ? null : id("after", after);
    return Page.of(keys.list(position, size + 1), size, k -> k.id().toString());
  }

  @POST
  @Path("{id}/aws-credentials")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "getAwsCredentials",
      summary =
          "Answers what clients of SQS sign with in the place of a key: always the same, with the"
              + " key's role and scopes, and for as long as the key; audited")
  @APIResponse(responseCode = "200", description = "{accessKeyId, secretAccessKey}")
  @APIResponse(responseCode = "404", description = "not-found")
  public AwsPair awsCredentials(@PathParam("id") String id, @Context HttpServletRequest request) {
    UUID key = id("id", id);
    if (!keys.noteCredentials(Caller.of(request), key)) {
      throw notFound(id);
    }
    String accessKeyId = AwsCredentials.accessKeyId(key);
    return new AwsPair(accessKeyId, awsCredentials.secretAccessKey(accessKeyId));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      operationId = "deleteApiKey",
      summary = "Deletes an API key; every node refuses it within a second")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "404", description = "not-found")
  public void delete(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (!keys.delete(Caller.of(request), id("id", id))) {
      throw notFound(id);
    }
  }

  private static ProblemException notFound(String id) {
    return ProblemException.notFound("not-found", "There is no key with the id " + id + ".");
  }

  private static UUID id(String field, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(field, "must be the id of a key");
    }
  }
}
