package dev.ashlar.kv;

import dev.ashlar.platform.http.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Ashlar-Lock: <lock>=<token>}: a write that is only to happen under a lock. */
final class KvFence {
  static final String HEADER = "Ashlar-Lock";
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}=[0-9]{1,18}");

  private KvFence() {}

  /** Refuses a write under a lock: as long as no lock is held by anybody, every token is stale. */
  static void check(@Nullable String header) {
    if (header == null) {
      return;
    }
    if (!FORM.matcher(header.trim()).matches()) {
      throw ProblemException.invalid(HEADER, "must be <lock>=<token>, the token a number");
    }
    throw new ProblemException(
        412, "stale-lock-token", "The lock is not held with this token any more.");
  }
}
