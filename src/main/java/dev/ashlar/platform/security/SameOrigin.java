package dev.ashlar.platform.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;

/**
 * Whether a browser's request comes from our own pages, so that no other site acts for its user.
 */
final class SameOrigin {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private SameOrigin() {}

  static boolean allows(HttpServletRequest request) {
    if (READING.contains(request.getMethod())) {
      return true;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeader("Origin");
    return origin != null && hostOf(origin).equalsIgnoreCase(request.getHeader("Host"));
  }

  private static String hostOf(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
