package dev.ashlar.platform.cluster;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a node is doing. */
public enum NodeState {
  /** Its heartbeat is younger than its lease. */
  UP,
  /** It was stopped cleanly. */
  LEFT,
  /** It was not heard of for longer than its lease. */
  DEAD;

  /** The state as it is written in JSON. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
