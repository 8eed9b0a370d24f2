package dev.ashlar.platform.database;

import org.jspecify.annotations.Nullable;

/**
 * The database does not answer right now. If a write was under way its outcome is unknown; a retry
 * may find it done.
 */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message why, in a sentence for the user
   */
  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
