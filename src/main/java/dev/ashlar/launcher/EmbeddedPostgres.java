package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL that belongs to one data directory.
 *
 * <p>It listens on the loopback interface only, wants a password and writes durably. Who calls
 * holds the data directory's lock, so a server that runs on it already has lost its launcher.
 */
final class EmbeddedPostgres {

  static final String USER = "ashlar";
  static final String DATABASE = "ashlar";

  private static final Duration STOPPING = Duration.ofMinutes(1);
  private static final Duration LEAVING = Duration.ofSeconds(10);

  private final Path data;
  private final PostgresFiles files;
  private final PostgresPrograms programs;
  private final PostmasterPid pid;
  private int port;
  private boolean stopped;

  EmbeddedPostgres(Path home, DataDirectory directory) {
    this.data = directory.postgres();
    this.programs = new PostgresPrograms(home, directory.logs().resolve("postgres-start.log"));
    this.files = new PostgresFiles(directory, programs);
    this.pid = PostmasterPid.of(data);
  }

  /** Chooses the port and makes sure nobody else runs on the data. */
  void prepare() {
    try {
      stopOrphan();
      port = files.choosePort();
    } catch (IOException e) {
      throw new StartFailure("cannot prepare the embedded database in " + data, e);
    }
  }

  /** Starts the server, for the first time or again; returns when it answers. */
  synchronized void start() {
    if (stopped) {
      return;
    }
    try {
      files.initialize();
      files.configure(port);
      pid.forgetStranger();
    } catch (IOException e) {
      throw new StartFailure("cannot prepare the embedded database in " + data, e);
    }
    programs.run(
        "", "pg_ctl", "start", "--wait", "--timeout=600", "--silent", "-D", data.toString());
  }

  /** Stops the server, if it runs: clients are cut off, everything committed is kept. */
  synchronized void stop() {
    stopped = true;
    stopServer();
  }

  private void stopServer() {
    Optional<ProcessHandle> running = server();
    if (running.isPresent() && !stops(running.get(), "fast")) {
      stops(running.get(), "immediate");
    }
  }

  /** Stops in the given mode; the pid file goes first, the process a moment later. */
  private boolean stops(ProcessHandle running, String mode) {
    String timeout = "--timeout=" + STOPPING.toSeconds();
    programs.exitCode(
        "", "pg_ctl", "stop", "--wait", timeout, "--mode=" + mode, "-D", data.toString());
    return running
        .onExit()
        .thenApply(gone -> true)
        .completeOnTimeout(false, LEAVING.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** The running server's process. */
  Optional<ProcessHandle> server() {
    return pid.server();
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  int port() {
    return port;
  }

  String password() {
    try {
      return files.password();
    } catch (IOException e) {
      throw new StartFailure("cannot read the embedded database's password", e);
    }
  }

  private void stopOrphan() throws IOException {
    if (Files.isDirectory(data)) {
      pid.forgetStranger();
      stopServer();
    }
  }
}
