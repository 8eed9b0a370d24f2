package dev.ashlar.platform.database;

/** More work is waiting than this node takes on; nothing of the refused call was done. */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is full, in a sentence for the user
   */
  public OverloadedException(String message) {
    super(message);
  }
}
