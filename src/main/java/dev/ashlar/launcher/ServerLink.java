package dev.ashlar.launcher;

/** The words that launcher and server say to each other, one a line. */
final class ServerLink {

  /** To the server: the database is there, deploy. */
  static final String PROCEED = "proceed";

  /** To the server: stop; the launcher looks after the database. */
  static final String STOP = "stop";

  /** From the server: the application runs. */
  static final String DEPLOYED = "ashlar: deployed";

  /** From the server, followed by the one line that matters: the application does not run. */
  static final String FAILED = "ashlar: failed ";

  private ServerLink() {}
}
