package dev.ashlar.platform.database;

import org.jspecify.annotations.Nullable;

/**
 * Whether the database can be used.
 *
 * @param reason why not, in a sentence; null when it can
 * @param fatal whether only a person can change that: a wrong password, too old a server
 */
record DatabaseState(@Nullable String reason, boolean fatal) {
  static final DatabaseState UP = new DatabaseState(null, false);
  static final DatabaseState STARTING =
      new DatabaseState("The connection to the database is being made.", false);

  boolean isUp() {
    return reason == null;
  }
}
