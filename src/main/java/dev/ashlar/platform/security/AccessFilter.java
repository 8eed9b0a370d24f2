package dev.ashlar.platform.security;

import dev.ashlar.platform.http.ProblemException;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Holds the caller of each operation against the {@link Access} that it needs. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class AccessFilter implements ContainerRequestFilter {
  @Context ResourceInfo resource;
  @Context HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    Access access = access();
    if (access != null && access.role().length == 1 && access.role()[0] == Role.NONE) {
      return;
    }
    Caller caller = Caller.of(request);
    Role needed = needed(access, context.getMethod());
    if (!caller.role().includes(needed)) {
      throw forbidden("This needs a key with the role " + needed.label() + ".");
    }
    if (access != null && !access.name().isEmpty()) {
      checkScope(caller, access, context.getUriInfo().getPathParameters().getFirst(access.name()));
    }
  }

  private @Nullable Access access() {
    Method method = resource.getResourceMethod();
    Access onMethod = method == null ? null : method.getAnnotation(Access.class);
    Class<?> type = resource.getResourceClass();
    return onMethod != null || type == null ? onMethod : type.getAnnotation(Access.class);
  }

  private static Role needed(@Nullable Access access, String method) {
    if (access != null && access.role().length > 0) {
      return access.role()[0];
    }
    return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")
        ? Role.READ
        : Role.WRITE;
  }

  private static void checkScope(Caller caller, Access access, @Nullable String name) {
    if (name == null || !caller.reaches(access.block(), name)) {
      throw forbidden("The scopes of this key do not reach " + access.block() + ":" + name + ".");
    }
  }

  private static ProblemException forbidden(String detail) {
    return new ProblemException(403, "forbidden", detail);
  }
}
