package dev.ashlar.platform.security;

import jakarta.servlet.http.HttpServletRequest;
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

  /** Whether a scope of the caller reaches the named thing of a block. */
  public boolean reaches(String block, String name) {
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
