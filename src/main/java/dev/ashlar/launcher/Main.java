package dev.ashlar.launcher;

/**
 * The door of {@code ashlar.jar}: refuses an old Java with one clear line.
 *
 * <p>This one class is compiled for Java 8, so that an old JVM can load it and say so; hence the
 * launcher behind it is called by name.
 */
public final class Main {

  private static final int OLDEST = 17;

  private Main() {}

  /** Starts Ashlar with the given command line. */
  public static void main(String[] args) throws Exception {
    String version = System.getProperty("java.specification.version", "unknown");
    if (!isRecent(version)) {
      System.err.println(
          "ashlar: needs Java "
              + OLDEST
              + " or newer, but this is Java "
              + version
              + " ("
              + System.getProperty("java.home")
              + ")");
      System.exit(2);
    }
    Class.forName("dev.ashlar.launcher.Launcher")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }

  private static boolean isRecent(String version) {
    try {
      return Integer.parseInt(version) >= OLDEST;
    } catch (NumberFormatException beforeNine) {
      return false; // "1.8"
    }
  }
}
