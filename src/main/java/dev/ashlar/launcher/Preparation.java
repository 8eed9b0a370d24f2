package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A start for nothing but the class-data archive, on data that is thrown away. */
final class Preparation {

  private Preparation() {}

  /** Makes the archive for this JVM, if it is missing. */
  static void run() throws InterruptedException {
    try {
      Path data = Files.createTempDirectory("ashlar-prepare");
      try {
        ClassArchive archive = ClassArchive.of(Supervisor.installation(data));
        if (!archive.exists()) {
          record(data);
          archive.write(Path.of(archive.file() + ".log"));
        }
      } finally {
        Trees.delete(data);
      }
    } catch (IOException e) {
      throw new StartFailure("cannot make the class-data archive", e);
    }
  }

  private static void record(Path data) throws IOException, InterruptedException {
    Options options =
        new Options(Options.Action.RUN, Ports.LOOPBACK, Ports.anyFree(), data, Map.of());
    Supervisor supervisor = new Supervisor(options);
    Thread hook = new Thread(supervisor::stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      supervisor.start(true);
    } finally {
      supervisor.stop();
    }
  }
}
