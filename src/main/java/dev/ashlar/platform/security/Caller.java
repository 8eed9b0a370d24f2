package dev.ashlar.platform.security;

import dev.ashlar.platform.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request.
 *
 * @param name name of the key
 * @param scopes what the key reaches: {@code kv:orders}, {@code queue:*}, {@code *}
 * @param address network address the request came from
 * @param expiresAt when the key or session ends, null for never
 * @param secretHash SHA-256 of the key or session token that was presented
 */
public record Caller(
    String name,
    Role role,
    List<String> scopes,
    String address,
    @Nullable Instant expiresAt,
    Secret secretHash) {
  private static final String ATTRIBUTE = Caller.class.getName();

  /** Whether a request passed authentication; some paths are open without. */
  public static boolean isKnown(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Caller;
  }

  /** The caller of a request that passed authentication. */
  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("The request was not authenticated");
  }

  /** The same inside JAX-RS, whose properties are the attributes of the request. */
  static Caller of(ContainerRequestContext context) {
    if (context.getProperty(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("The request was not authenticated");
  }

  /**
   * Lets pass who may do something with the named thing of a block.
   *
   * @throws ProblemException 403 when role or scopes do not reach as far
   */
  public void require(Role needed, String block, String name) {
    require(needed);
    if (!reaches(block, name)) {
      throw forbidden("The scopes of this key do not reach " + block + ":" + name + ".");
    }
  }

  void require(Role needed) {
    if (!role.includes(needed)) {
      throw forbidden("This needs a key with the role " + needed.label() + ".");
    }
  }

  private static ProblemException forbidden(String detail) {
    return new ProblemException(403, "forbidden", detail);
  }

  /** Whether a scope of the caller reaches the named thing of a block. */
  public boolean reaches(String block, String name) {
    return reaches(scopes, block, name);
  }

  /** The same of scopes alone, for what goes on when its caller is gone. */
  public static boolean reaches(List<String> scopes, String block, String name) {
    return scopes.stream()
        .anyMatch(
            scope ->
                scope.equals("*")
                    || scope.equals(block + ":*")
                    || scope.equals(block + ":" + name));
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
