package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The directory that holds everything which outlives a start. */
record DataDirectory(Path root) {

  private static final Duration LEAVING = Duration.ofSeconds(15);

  Path launcherLock() {
    return root.resolve("lock");
  }

  Path serverLock() {
    return root.resolve("server.lock");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path postgresPassword() {
    return root.resolve("postgres.password");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path server() {
    return root.resolve("server");
  }

  Path adminKey() {
    return root.resolve("admin.key");
  }

  /** Makes the directory this process's own, for as long as the process lives. */
  ProcessLock claim() throws InterruptedException {
    try {
      Files.createDirectories(logs());
      ProcessLock lock =
          ProcessLock.tryHold(launcherLock())
              .orElseThrow(() -> new StartFailure(root + " is in use by " + holder()));
      awaitFormerServer();
      return lock;
    } catch (IOException e) {
      throw new StartFailure("cannot use the data directory " + root, e);
    }
  }

  private String holder() {
    return "another Ashlar"
        + ProcessLock.holder(launcherLock()).map(pid -> ", process " + pid).orElse("");
  }

  /** A server whose launcher was killed needs a moment to leave; one that hangs is ended. */
  private void awaitFormerServer() throws IOException, InterruptedException {
    if (ProcessLock.awaitFree(serverLock(), LEAVING)) {
      return;
    }
    Optional<ProcessHandle> server = ProcessLock.holder(serverLock()).flatMap(ProcessHandle::of);
    server.ifPresent(ProcessHandle::destroyForcibly);
    if (!ProcessLock.awaitFree(serverLock(), LEAVING)) {
      throw new StartFailure(root + " is in use by a server that does not end");
    }
  }
}
