package dev.ashlar.platform.database;

/** The database refused a statement; the transaction was rolled back. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
