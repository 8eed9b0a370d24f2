package dev.ashlar.launcher;

/** Which of the server's modules a start needs. */
final class ServerModules {

  private ServerModules() {}

  /** Whether the module in that jar is part of the class path. */
  static boolean needed(String jar) {
    return !jar.isEmpty();
  }
}
