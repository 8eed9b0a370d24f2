package dev.ashlar.platform.security;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Puts an {@link AccessFilter} in front of each operation that is not open to everybody. */
@Provider
public class AccessFeature implements DynamicFeature {
  @Override
  public void configure(ResourceInfo operation, FeatureContext context) {
    Access access = access(operation);
    boolean open = access != null && access.role().length == 1 && access.role()[0] == Role.NONE;
    if (!open) {
      context.register(new AccessFilter(access), Priorities.AUTHORIZATION);
    }
  }

  private static @Nullable Access access(ResourceInfo operation) {
    Access onMethod = operation.getResourceMethod().getAnnotation(Access.class);
    return onMethod != null ? onMethod : operation.getResourceClass().getAnnotation(Access.class);
  }
}
