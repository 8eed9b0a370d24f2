package dev.ashlar.kv;

import dev.ashlar.platform.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Ashlar-Lock: <lock>=<token>}: a write that is only to happen while the grant
 * with that token is held.
 */
record KvFence(String lock, long token) {
  static final String HEADER = "Ashlar-Lock";

  /** What becomes of a write whose lock is not held. */
  static final KvResult.Refused STALE =
      new KvResult.Refused(
          412, "stale-lock-token", "The lock is not held with this token any more.");

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,127})=([0-9]{1,18})");

  /** The fence that a request asks for; null for none. */
  static @Nullable KvFence of(HttpServletRequest request) {
    List<String> headers = headers(request);
    if (headers.size() > 1) {
      throw ProblemException.invalid(HEADER, "may be there once");
    }
    return headers.isEmpty() ? null : parse(headers.get(0));
  }

  static KvFence parse(String header) {
    Matcher form = FORM.matcher(header.trim());
    if (!form.matches()) {
      throw ProblemException.invalid(HEADER, "must be <lock>=<token>, the token a number");
    }
    return new KvFence(form.group(1), Long.parseLong(form.group(2)));
  }

  /** Refuses the header where it is not heeded, so that nobody believes in it. */
  static void refuse(HttpServletRequest request) {
    if (!headers(request).isEmpty()) {
      throw ProblemException.invalid(HEADER, "is not taken by this call");
    }
  }

  private static List<String> headers(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HEADER));
  }
}
