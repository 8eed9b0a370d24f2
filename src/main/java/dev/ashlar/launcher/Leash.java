package dev.ashlar.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The server's end of its standard input: when the launcher is gone, so is the server.
 *
 * <p>The stream ends when the launcher does, however it ended. Then nobody is left to stop the
 * database, so it is stopped here, after the server.
 */
final class Leash {

  private final CountDownLatch permission = new CountDownLatch(1);
  private final DataDirectory directory;

  private Leash(DataDirectory directory) {
    this.directory = directory;
  }

  static Leash take(InputStream in, DataDirectory directory) {
    Leash leash = new Leash(directory);
    Thread thread = new Thread(() -> leash.follow(in), "launcher's leash");
    thread.setDaemon(false); // it has the database to stop when the server is no more
    thread.start();
    return leash;
  }

  /** Waits until the launcher says that the database is there. */
  void awaitPermission() {
    try {
      permission.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(ServerLink.PROCEED)) {
          permission.countDown();
        } else if (line.equals(ServerLink.STOP)) {
          System.exit(0);
        }
      }
    } catch (IOException brokenPipe) {
      // the same as its end
    }
    outliveLauncher();
  }

  private void outliveLauncher() {
    Server.stopQuietly();
    String home = System.getenv(ServerProcess.POSTGRES_HOME);
    if (home != null) {
      new EmbeddedPostgres(Path.of(home), directory).stop();
    }
    System.exit(0);
  }
}
