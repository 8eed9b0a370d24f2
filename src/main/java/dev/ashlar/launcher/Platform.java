package dev.ashlar.launcher;

import java.util.Locale;

/** The operating system and processor this runs on, as the PostgreSQL bundles name them. */
record Platform(String system, String processor) {

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system =
        os.contains("win") && !os.contains("darwin")
            ? "windows"
            : os.contains("mac") ? "darwin" : "linux";
    String arch = osArch.toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return new Platform(system, arm ? "arm_64" : arch.equals("amd64") ? "x86_64" : arch);
  }

  boolean windows() {
    return system.equals("windows");
  }

  /** The entry of the jar that holds PostgreSQL for this platform. */
  String postgresBundle() {
    return "bundle/postgres-" + system + "-" + processor + ".txz";
  }
}
