package dev.ashlar.platform.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Holds the caller of an operation against the {@link Access} that it needs. */
final class AccessFilter implements ContainerRequestFilter {
  private final @Nullable Access access;

  AccessFilter(@Nullable Access access) {
    this.access = access;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    Caller caller = Caller.of(context);
    Role needed = needed(context.getMethod());
    if (access == null || access.name().isEmpty()) {
      caller.require(needed);
    } else {
      String name = context.getUriInfo().getPathParameters().getFirst(access.name());
      caller.require(needed, access.block(), String.valueOf(name));
    }
  }

  private Role needed(String method) {
    if (access != null && access.role().length > 0) {
      return access.role()[0];
    }
    return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")
        ? Role.READ
        : Role.WRITE;
  }
}
