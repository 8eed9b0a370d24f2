package dev.ashlar.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The child process that is the server, seen from the launcher. */
final class ServerProcess {

  /** Tells the server where the programs of the database are that it has to stop if need be. */
  static final String POSTGRES_HOME = "ASHLAR_LAUNCHER_POSTGRES_HOME";

  private static final long STOPPING_SECONDS = 30;

  private final Process process;
  private final CompletableFuture<String> outcome = new CompletableFuture<>();

  private ServerProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::readLink, "server's messages");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the server.
   *
   * @param environment what it is configured with, secrets too: a command line is public
   */
  static ServerProcess start(
      Installation installation,
      DataDirectory directory,
      List<String> jvmOptions,
      Map<String, String> environment) {
    try {
      refresh(directory.server(), installation.instance());
      List<String> command = new ArrayList<>();
      command.add(JvmOptions.java());
      command.addAll(jvmOptions);
      command.add(Server.class.getName());
      command.addAll(payaraOptions(installation, directory));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectError(directory.logs().resolve("console.log").toFile());
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new StartFailure("cannot start the server", e);
    }
  }

  void proceed() {
    say(ServerLink.PROCEED);
  }

  /** Waits until the application runs; fails with the line that says why it does not. */
  void awaitDeployment() throws InterruptedException {
    String line = outcome.exceptionally(broken -> "").join();
    if (line.equals(ServerLink.DEPLOYED)) {
      return;
    }
    if (line.startsWith(ServerLink.FAILED)) {
      throw new StartFailure(line.substring(ServerLink.FAILED.length()));
    }
    throw new StartFailure(
        "the server ended while it started, with exit code " + process.waitFor());
  }

  boolean alive() {
    return process.isAlive();
  }

  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /** Stops the server: it leaves in order if it can, and is ended if it cannot. */
  void stop() {
    say(ServerLink.STOP);
    try {
      if (!process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String word) {
    try {
      Writer out = process.outputWriter();
      out.write(word + "\n");
      out.flush();
    } catch (IOException alreadyGone) {
      // its exit is seen elsewhere
    }
  }

  private void readLink() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(ServerLink.DEPLOYED) || line.startsWith(ServerLink.FAILED)) {
          outcome.complete(line);
        }
      }
    } catch (IOException brokenPipe) {
      // the same as its end
    }
    outcome.complete("");
  }

  private static List<String> payaraOptions(Installation installation, DataDirectory directory) {
    Path settings = installation.home().resolve("payara-config");
    return List.of(
        "--rootdir",
        directory.server().toString(),
        "--nohazelcast",
        "--disablephonehome",
        "--logproperties",
        settings.resolve("logging.properties").toString(),
        "--prebootcommandfile",
        settings.resolve("pre-boot.txt").toString(),
        "--postbootcommandfile",
        settings.resolve("post-boot.txt").toString(),
        "--contextroot",
        "/",
        "--port",
        Integer.toString(hiddenPort()),
        "--deploy",
        installation.application().toString());
  }

  /** Where it listens until the application runs, on the loopback interface. */
  private static int hiddenPort() {
    try {
      return Ports.anyFree();
    } catch (IOException e) {
      throw new StartFailure("cannot listen on any port", e);
    }
  }

  /** The server's own files hold nothing that is worth keeping, and are made anew. */
  private static void refresh(Path server, Path template) throws IOException {
    Trees.delete(server);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(template)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = server.resolve(template.relativize(file));
      Files.createDirectories(copy.resolveSibling("."));
      Files.copy(file, copy);
    }
  }
}
