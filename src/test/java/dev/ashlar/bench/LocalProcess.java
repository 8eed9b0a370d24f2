package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A server in a directory of its own, ended by its process id. */
final class LocalProcess implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String PAYARA =
      Path.of("target", "launcher", "payara-micro.jar").toAbsolutePath().toString();

  private final Process process;

  private LocalProcess(
      Path directory,
      List<String> command,
      Map<String, String> environment,
      Callable<Boolean> isReady) {
    try {
      File output = directory.resolve("output").toFile();
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output);
      builder.environment().putAll(environment);
      process = builder.start();
      Awaitility.await(output.toString())
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !process.isAlive() || isReady.call());
      if (!process.isAlive()) {
        throw new IllegalStateException(command.get(0) + " ended, see " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a program; returns when it listens on a port. */
  static LocalProcess listening(Path directory, int port, List<String> command) {
    return listening(directory, port, command, Map.of());
  }

  static LocalProcess listening(
      Path directory, int port, List<String> command, Map<String, String> environment) {
    return new LocalProcess(directory, command, environment, () -> listens(port));
  }

  /** Starts a program; returns when an address answers with 200. */
  static LocalProcess answering(
      Path directory, URI address, List<String> command, Map<String, String> environment) {
    return new LocalProcess(directory, command, environment, () -> answers(address));
  }

  /** The command of a stock server with a WAR at its root. */
  static List<String> payara(Path war, int port, String... more) {
    List<String> command = new ArrayList<>(List.of(JAVA, "-jar", PAYARA));
    command.addAll(List.of("--nohazelcast", "--disablephonehome"));
    command.addAll(List.of("--deploy", war.toString(), "--contextroot", "/"));
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of(more));
    return command;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(URI address) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  List<ProcessHandle> handles() {
    return List.of(process.toHandle());
  }

  @Override
  public void close() {
    process.destroy();
    AshlarServer.awaitEnd(process.toHandle());
  }
}
