package dev.ashlar.bench;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** The least that a resource of JAX-RS can do: take the bytes of a value, answer those of one. */
@Path("{key}")
public class BareResource {
  /** All of it. */
  @ApplicationPath("/jax-rs")
  public static class Resources extends Application {}

  @GET
  public byte[] get(@PathParam("key") String key) {
    return new byte[key.isEmpty() ? 0 : KvBench.VALUE_BYTES];
  }

  /** Takes a message as JSON and answers as if it had stored it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Map<String, Object> send(@PathParam("key") String queue, Map<String, Object> message) {
    return Map.of("id", queue + message.hashCode(), "duplicate", false);
  }

  @PUT
  public byte[] put(@PathParam("key") String key, byte[] value) {
    return new byte[value.length == 0 ? 0 : KvBench.ANSWER_BYTES];
  }
}
