package dev.ashlar.lock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a lock is held. */
public enum LockMode {
  /** Excludes those who share, and takes permits of the lock: of a plain lock the only one. */
  EXCLUSIVE,
  /** Excludes those who hold exclusively, as a reader does. */
  SHARED;

  /** The mode as it is written in JSON and in the table. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static LockMode of(String label) {
    return switch (label) {
      case "exclusive" -> EXCLUSIVE;
      case "shared" -> SHARED;
      default -> throw new IllegalArgumentException("must be exclusive or shared");
    };
  }
}
