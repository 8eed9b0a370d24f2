package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One life of the whole: database and server start together, and stop one after the other. */
final class Supervisor {

  private static final Duration READY_LIMIT = Duration.ofMinutes(2);

  private final Options options;
  private final DataDirectory directory;
  private final Readiness readiness;
  private @Nullable EmbeddedPostgres postgres;
  private @Nullable ServerProcess server;
  private @Nullable ProcessLock claimed;
  private volatile boolean stopping;

  Supervisor(Options options) {
    this.options = options;
    this.directory = new DataDirectory(options.dataDirectory());
    this.readiness = new Readiness(options.address(), options.port());
  }

  /** Runs until the server ends by itself, or the process is told to stop. */
  int run() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try {
      ServerProcess running = start(false);
      announce();
      int code = running.waitFor();
      if (!stopping) {
        throw new StartFailure(
            "the server ended by itself, exit code " + code + "; see " + directory.logs());
      }
      return 0;
    } finally {
      stop();
    }
  }

  ServerProcess start(boolean recording) throws InterruptedException {
    claimed = directory.claim();
    Ports.requireFree(options.address(), options.port());
    Installation installation = installation(directory.root());
    EmbeddedPostgres database =
        options.embeddedDatabase()
            ? new EmbeddedPostgres(installation.postgres(), directory)
            : null;
    if (database != null) {
      database.prepare();
    }
    ServerProcess process =
        ServerProcess.start(
            installation,
            directory,
            JvmOptions.of(installation, options, recording),
            environment(installation, database));
    register(process, database);
    if (database != null) {
      database.start();
      new DatabaseWatch(database, () -> stopping).begin();
    }
    process.proceed();
    process.awaitDeployment();
    readiness.await(READY_LIMIT, process);
    return process;
  }

  /** Stops the server, then the database; a second call waits for the first and does nothing. */
  void stop() {
    stopping = true;
    synchronized (this) {
      if (server != null) {
        server.stop();
        server = null;
      }
      if (postgres != null) {
        postgres.stop();
        postgres = null;
      }
      if (claimed != null) {
        claimed.close();
        claimed = null;
      }
    }
  }

  private synchronized void register(ServerProcess process, @Nullable EmbeddedPostgres database) {
    server = process;
    postgres = database;
  }

  /** The unpacked runtime, in the cache or, if that cannot be, in the data directory. */
  static Installation installation(Path data) {
    try (Bundle bundle = Bundle.open()) {
      return Installation.of(bundle, Cache.ofUser(System.getenv(), data.resolve("runtime")));
    } catch (IOException e) {
      throw new StartFailure("cannot make a cache directory", e);
    }
  }

  private Map<String, String> environment(
      Installation installation, @Nullable EmbeddedPostgres database) {
    Map<String, String> environment = new HashMap<>();
    options.settings().forEach((name, value) -> environment.put(Options.variable(name), value));
    environment.put("ASHLAR_ADDRESS", options.address());
    environment.put("ASHLAR_PORT", Integer.toString(options.port()));
    environment.put("ASHLAR_DATA_DIR", directory.root().toString());
    environment.put("ASHLAR_LOG_FILE", directory.logs().resolve("server.%g.log").toString());
    if (database != null) {
      environment.put("ASHLAR_DB_URL", database.url());
      environment.put("ASHLAR_DB_USER", EmbeddedPostgres.USER);
      environment.put("ASHLAR_DB_PASSWORD", database.password());
      environment.put(ServerProcess.POSTGRES_HOME, installation.postgres().toString());
    }
    return environment;
  }

  private void announce() {
    String base = readiness.base().toString();
    String key =
        options.setting("ashlar.admin.key").isPresent()
            ? "from ashlar.admin.key"
            : directory.adminKey().toString();
    Instant begin = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    System.out.printf(
        Locale.ROOT,
        "Ashlar is ready after %.1f s%n  console:   %s/console/%n  API:       %s/api/v1%n"
            + "  admin key: %s%n  logs:      %s%n",
        seconds,
        base,
        base,
        key,
        directory.logs());
  }
}
