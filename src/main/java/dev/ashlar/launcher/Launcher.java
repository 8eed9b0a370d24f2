package dev.ashlar.launcher;

import java.io.IOException;
import java.util.List;

/** Reads what is asked for and does it; the process ends with the exit code. */
public final class Launcher {

  private Launcher() {}

  /** Called by {@link Main}, by name. */
  public static void main(String[] args) {
    int code;
    try {
      code = run(Options.parse(List.of(args), System.getProperties(), System.getenv()));
    } catch (StartFailure failure) {
      System.err.println("ashlar: " + failure.getMessage());
      code = failure.exitCode();
    } catch (InterruptedException e) {
      code = StartFailure.FAILED;
    }
    System.exit(code);
  }

  private static int run(Options options) throws InterruptedException {
    switch (options.action()) {
      case HELP -> System.out.println(Options.HELP);
      case VERSION -> System.out.println("Ashlar " + version());
      case PREPARE -> Preparation.run();
      case RUN -> {
        return new Supervisor(options).run();
      }
    }
    return 0;
  }

  private static String version() {
    try (Bundle bundle = Bundle.open()) {
      return bundle.version();
    } catch (IOException e) {
      throw new StartFailure("cannot read the version", e);
    }
  }
}
