package dev.ashlar.bench;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Application;

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

  @PUT
  public byte[] put(@PathParam("key") String key, byte[] value) {
    return new byte[value.length == 0 ? 0 : KvBench.ANSWER_BYTES];
  }
}
