package dev.ashlar.platform.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entity tags made of a revision number, and the conditions that name them. */
public final class ETags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

  private ETags() {}

  /** The tag of a revision. */
  public static String of(long revision) {
    return "\"" + revision + "\"";
  }

  /**
   * The revision that {@code If-Match} asks for, null when the header is absent.
   *
   * @throws ProblemException 400 when it is not {@code "<number>"}
   */
  public static @Nullable Long ifMatch(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher matcher = TAG.matcher(header.trim());
    if (!matcher.matches() || header.startsWith("W/")) {
      throw ProblemException.invalid("If-Match", "must be a revision in quotes, like \"42\"");
    }
    return Long.valueOf(matcher.group(1));
  }

  /**
   * Whether {@code If-None-Match: *} asks that nothing be there yet.
   *
   * @throws ProblemException 400 when a write names a tag instead
   */
  public static boolean ifAbsent(@Nullable String header) {
    if (header == null) {
      return false;
    }
    if (!"*".equals(header.trim())) {
      throw ProblemException.invalid("If-None-Match", "must be * on a write");
    }
    return true;
  }

  /** Whether a read's {@code If-None-Match} names this revision: the answer is then 304. */
  public static boolean isUnchanged(@Nullable String header, long revision) {
    return header != null
        && (header.trim().equals("*")
            || TAG.matcher(header)
                .results()
                .anyMatch(tag -> tag.group(1).equals(Long.toString(revision))));
  }
}
