package dev.ashlar.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that is not Ashlar's own, on a fixed port, to be stopped and started at will. */
public final class StockPostgres implements AutoCloseable {
  /** The admin key of all nodes on it. */
  public static final String ADMIN_KEY = "the-key-of-all-nodes";

  /** The oldest that Ashlar takes. */
  static final int OLDEST = 15;

  /** The newest that Ashlar does not take. */
  static final int TOO_OLD = 14;

  /** Who was killed under load reads a long log first. */
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  private final int port;
  private final EmbeddedPostgres.Builder builder;
  private final Path data = AshlarServer.temporaryDirectory().resolve("postgres");
  private @Nullable EmbeddedPostgres running;

  StockPostgres(int port) {
    this(port, EmbeddedPostgres.builder());
  }

  private StockPostgres(int port, EmbeddedPostgres.Builder builder) {
    this.port = port;
    this.builder = builder;
  }

  /** One of another version than the newest. */
  static StockPostgres ofVersion(int major, int port) {
    Path archives = Path.of(System.getProperty("older-postgres", "target/older-postgres"));
    return new StockPostgres(
        port,
        EmbeddedPostgres.builder()
            .setPgBinaryResolver((system, machine) -> onlyFile(archives.resolve("" + major))));
  }

  private static InputStream onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return Files.newInputStream(files.findFirst().orElseThrow());
    }
  }

  /** A running one on a free port. */
  public static StockPostgres started() {
    StockPostgres postgres = new StockPostgres(AshlarServer.freePort());
    postgres.start();
    return postgres;
  }

  /** A replica of it, by streaming. It is stopped for a moment, since its files are copied. */
  StockPostgres startedReplica() {
    StockPostgres replica = new StockPostgres(AshlarServer.freePort());
    stop();
    copy(data, replica.data);
    start();
    replica.follow(this);
    replica.start();
    return replica;
  }

  private void follow(StockPostgres primary) {
    try {
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 user=postgres port=" + primary.port + "'\n",
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, with the data that it had; returns when it answers. */
  public void start() {
    try {
      running =
          builder
              .setPort(port)
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPGStartupWait(RECOVERY)
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it unless it runs already. */
  void startOnce() {
    if (running == null) {
      start();
    }
  }

  /** Stops it; whoever is connected is cut off. */
  void stop() {
    EmbeddedPostgres postgres = running;
    running = null;
    if (postgres != null) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public int port() {
    return port;
  }

  /** Its first process. */
  public ProcessHandle process() {
    return ProcessHandle.of(Long.parseLong(firstLine(data.resolve("postmaster.pid"))))
        .orElseThrow();
  }

  /** Ends it in immediate mode, as a crash would: nothing is flushed, no client is waited for. */
  public void crash() {
    ProcessHandle postmaster = process();
    Processes.signal("QUIT", postmaster.pid());
    AshlarServer.awaitEnd(postmaster);
    stop(); // nothing runs any more; this lets go of its files
  }

  /** Lets nobody have an answer any more; who is connected stays so. */
  void freeze() {
    signalAll("STOP");
  }

  void thaw() {
    signalAll("CONT");
  }

  /** First the one who makes the others. */
  private void signalAll(String signal) {
    ProcessHandle first = process();
    Processes.signal(signal, first.pid());
    first.children().forEach(each -> Processes.signal(signal, each.pid()));
  }

  private static String firstLine(Path file) {
    try {
      return Files.readAllLines(file).get(0).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one value that a query answers, as text. */
  String query(String sql) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** A new connection; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "postgres");
  }

  /** The environment of a node on this database. */
  public Map<String, String> environment(String nodeName) {
    return Map.of(
        "ASHLAR_DB_URL",
        url(),
        "ASHLAR_DB_USER",
        "postgres",
        "ASHLAR_DB_PASSWORD",
        "postgres",
        "ASHLAR_NODE_NAME",
        nodeName,
        "ASHLAR_ADMIN_KEY",
        ADMIN_KEY);
  }

  @Override
  public void close() {
    stop();
  }
}
