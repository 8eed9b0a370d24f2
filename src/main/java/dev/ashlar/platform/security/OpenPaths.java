package dev.ashlar.platform.security;

import java.util.Set;

/**
 * What is open without a key: health, the sign-in page with what it is made of, and the doors of
 * protocols whose clients sign their requests, which check that themselves.
 */
final class OpenPaths {
  private static final Set<String> EXACT =
      Set.of("/health", "/health/ready", "/health/live", "/health/started", "/favicon.ico");
  private static final String SIGN_IN = "/api/v1/console/session";

  private static final String SQS = "/sqs";

  private OpenPaths() {}

  /**
   * @param path the path as the container has decoded and mapped it
   */
  static boolean contains(String method, String path) {
    if (path.equals(SIGN_IN)) {
      return method.equals("POST");
    }
    if (path.equals(SQS) || path.startsWith(SQS + "/")) {
      return true;
    }
    boolean reading = method.equals("GET") || method.equals("HEAD");
    return reading && (EXACT.contains(path) || isSignInPage(path));
  }

  private static boolean isSignInPage(String path) {
    return !path.contains("..")
        && (path.equals("/console/sign-in.html")
            || path.startsWith("/console/assets/")
            || path.startsWith("/console/vendor/"));
  }
}
