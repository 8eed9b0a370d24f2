package dev.ashlar.platform.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** What a request authenticates itself with: a key in a header, or the cookie of a session. */
public final class Credentials {
  /** The cookie of a signed-in browser. */
  public static final String COOKIE = "ashlar-session";

  private static final String BEARER = "Bearer ";
  private static final int LONGEST_SECRET = 1_024;

  private Credentials() {}

  /** The key or session token of a request that has one. */
  public static String secret(HttpServletRequest request) {
    String key = key(request);
    String secret = key != null ? key : session(request);
    if (secret == null) {
      throw new IllegalStateException("The request has no credentials");
    }
    return secret;
  }

  /** The key in the header Authorization, null when there is none. */
  static @Nullable String key(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null
        || header.length() > LONGEST_SECRET
        || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return null;
    }
    return header.substring(BEARER.length()).trim();
  }

  /** The session token, null when there is none or a header Authorization stands against it. */
  static @Nullable String session(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null && request.getHeader("Authorization") == null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE) && cookie.getValue().length() <= LONGEST_SECRET) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }
}
