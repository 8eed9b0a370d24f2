package dev.ashlar.platform.database;

/** The database refused a statement; the transaction was rolled back. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseException(Throwable cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether it waited for what others have locked as long as its {@code lock_timeout} says. */
  public boolean isLockTimeout() {
    return SqlErrors.isLockTimeout(this);
  }
}
