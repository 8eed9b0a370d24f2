package dev.ashlar.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running {@code target/ashlar.jar} with a data directory of its own.
 *
 * <p>{@link #shared()} is started once for all tests of the JVM; a test that kills or fills makes
 * its own with {@link #start()}.
 */
public final class AshlarServer implements AutoCloseable {

  /** What every Java of a run is started with; the build makes starts shorter by it. */
  static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration ENDED = Duration.ofMinutes(1);

  private static @Nullable AshlarServer shared;

  private final Path data;
  private final int port;
  private final Map<String, String> environment;
  private @Nullable Run run;

  private AshlarServer(Path data, int port, Map<String, String> environment) {
    this.data = data;
    this.port = port;
    this.environment = environment;
  }

  /** The one server for all tests that leave it as they found it. */
  public static synchronized AshlarServer shared() {
    AshlarServer server = shared;
    if (server == null) {
      server = start();
      shared = server;
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop the shared server"));
    }
    return server;
  }

  /** A new server with the embedded database. */
  public static AshlarServer start() {
    return start(Map.of());
  }

  /** A new server, with something added to its environment. */
  public static AshlarServer start(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    String options = System.getenv(JVM_OPTIONS);
    if (options != null && !options.isBlank()) {
      all.put(JVM_OPTIONS, options);
    }
    AshlarServer server = new AshlarServer(temporaryDirectory(), freePort(), all);
    server.restart();
    return server;
  }

  /** Runs the jar as it is given, with whatever outcome. */
  public static Run run(Path data, int port, Map<String, String> environment, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--port", Integer.toString(port), "--data-dir", data.toString()));
    arguments.addAll(List.of(more));
    return Run.of(jar(), arguments, environment, data.resolveSibling(data.getFileName() + ".out"));
  }

  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public int port() {
    return port;
  }

  public Path dataDirectory() {
    return data;
  }

  /** The key with all rights. */
  public String adminKey() {
    return read(data.resolve("admin.key")).strip();
  }

  /** A new connection to the embedded database; the caller closes it. */
  public Connection connect() throws SQLException {
    String port = read(data.resolve("postgres/postmaster.pid")).lines().toList().get(3);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port.strip() + "/ashlar",
        "ashlar",
        read(data.resolve("postgres.password")).strip());
  }

  /** The process that supervises. */
  public ProcessHandle launcher() {
    return current().process().toHandle();
  }

  /** The JVM that serves. */
  public ProcessHandle server() {
    return ProcessHandle.of(Long.parseLong(read(data.resolve("server.lock")).strip()))
        .orElseThrow();
  }

  /** The embedded database. */
  public ProcessHandle database() {
    String pid = read(data.resolve("postgres/postmaster.pid")).lines().findFirst().orElseThrow();
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  /** What the launcher has printed since the last start. */
  public String output() {
    return current().output();
  }

  /** Starts again on the same data and port; returns when ready. */
  public void restart() {
    Run started = run(data, port, environment);
    run = started;
    started.awaitOutput("Ashlar is ready", READY);
  }

  /** Kills the launcher, the server and the database at once, as a power cut would. */
  public void kill() {
    List<ProcessHandle> all = List.of(launcher(), server(), database());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(AshlarServer::awaitEnd);
  }

  /** Waits for the end of a process. */
  public static void awaitEnd(ProcessHandle process) {
    process.onExit().orTimeout(ENDED.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    current().process().destroy();
    awaitEnd(launcher());
  }

  /** A free port of the loopback interface. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new directory below {@code target}, which a later clean removes. */
  public static Path temporaryDirectory() {
    try {
      Path parent = Files.createDirectories(jar().resolveSibling("it"));
      return Files.createTempDirectory(parent, "data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() {
    return Path.of(System.getProperty("ashlar.jar", "target/ashlar.jar")).toAbsolutePath();
  }

  private Run current() {
    if (run == null) {
      throw new IllegalStateException("not started");
    }
    return run;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
