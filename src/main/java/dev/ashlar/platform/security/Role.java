package dev.ashlar.platform.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of operation a key may do; each role includes the ones before it. */
public enum Role {
  /** Nothing; needed by what is open without a key. No key has it. */
  NONE,
  /** GET, HEAD and streams. */
  READ,
  /** Also a block's data operations. */
  WRITE,
  /** Also configuration, keys, audit, other people's locks. */
  ADMIN;

  /** Whether this role includes the other. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /** The role as it is written in JSON. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Role of(String label) {
    return switch (label) {
      case "read" -> READ;
      case "write" -> WRITE;
      case "admin" -> ADMIN;
      default -> throw new IllegalArgumentException("must be admin, write or read");
    };
  }
}
