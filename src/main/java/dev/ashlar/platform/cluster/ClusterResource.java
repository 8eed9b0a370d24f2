package dev.ashlar.platform.cluster;

import dev.ashlar.platform.http.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The nodes over HTTP. */
@ApplicationScoped
@Path("cluster/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Cluster")
public class ClusterResource {
  @Inject Cluster cluster;

  /** A node as it is listed. */
  public record Item(
      String name,
      String address,
      String version,
      Instant startedAt,
      Instant lastSeenAt,
      NodeState state) {}

  @GET
  @Operation(operationId = "listNodes", summary = "Lists the nodes heard of within the last day")
  @APIResponse(responseCode = "200", description = "A page of nodes, by name")
  @APIResponse(responseCode = "400", description = "invalid-request: limit")
  public Page<Item> list(
      @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
    int size = Page.limit(limit);
    return Page.of(
        cluster.nodes().stream()
            .filter(n -> after == null || n.name().compareTo(after) > 0)
            .limit(size + 1L)
            .map(ClusterResource::item)
            .toList(),
        size,
        Item::name);
  }

  private static Item item(NodeView n) {
    return new Item(n.name(), n.address(), n.version(), n.startedAt(), n.lastSeenAt(), n.state());
  }
}
