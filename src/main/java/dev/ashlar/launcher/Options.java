package dev.ashlar.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What a start was asked for.
 *
 * @param action what to do
 * @param address the address to listen on
 * @param port the port to listen on
 * @param dataDirectory where everything that outlives a start is kept, absolute
 * @param settings the other configured keys ({@code ashlar.db.url} and the like)
 */
record Options(
    Action action, String address, int port, Path dataDirectory, Map<String, String> settings) {

  enum Action {
    RUN,
    PREPARE,
    HELP,
    VERSION
  }

  static final String HELP =
      """
      Usage: java -jar ashlar.jar [options]
        --port N        port to listen on (ashlar.port, ASHLAR_PORT; default 8080)
        --address A     address to listen on (ashlar.address, ASHLAR_ADDRESS; default 127.0.0.1)
        --data-dir D    where data is kept (ashlar.data.dir, ASHLAR_DATA_DIR; default ashlar-data)
        --prepare       make the next starts faster, then stop
        --help          this page
        --version       the version
      ashlar.jvm.options (ASHLAR_JVM_OPTIONS) are options for the server's JVM, such as -Xmx2g.
      Without ashlar.db.url (ASHLAR_DB_URL) it runs a PostgreSQL of its own in the data directory.\
      """;

  private static final Map<String, String> VALUED =
      Map.of(
          "--port", "ashlar.port",
          "--address", "ashlar.address",
          "--data-dir", "ashlar.data.dir");

  private static final List<String> FROM_ENVIRONMENT =
      List.of(
          "ashlar.port",
          "ashlar.address",
          "ashlar.data.dir",
          "ashlar.db.url",
          "ashlar.db.user",
          "ashlar.db.password",
          "ashlar.admin.key",
          "ashlar.jvm.options");

  private static final Map<String, Action> ACTIONS =
      Map.of("--prepare", Action.PREPARE, "--help", Action.HELP, "--version", Action.VERSION);

  /** Reads the command line, then what system properties and the environment add to it. */
  static Options parse(List<String> args, Properties properties, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith("ashlar.") && !properties.getProperty(name).isEmpty()) {
        settings.put(name, properties.getProperty(name));
      }
    }
    Action action = readArguments(args, settings);
    for (String name : FROM_ENVIRONMENT) {
      fromEnvironment(name, environment).ifPresent(value -> settings.putIfAbsent(name, value));
    }
    return new Options(
        action,
        settings.getOrDefault("ashlar.address", "127.0.0.1"),
        port(settings.getOrDefault("ashlar.port", "8080")),
        path(settings.getOrDefault("ashlar.data.dir", "ashlar-data")),
        Map.copyOf(settings));
  }

  /** The name under which the environment carries a key. */
  static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  boolean embeddedDatabase() {
    return setting("ashlar.db.url").isEmpty();
  }

  private static Action readArguments(List<String> args, Map<String, String> settings) {
    Action action = Action.RUN;
    List<String> rest = new ArrayList<>(args);
    while (!rest.isEmpty()) {
      String[] parts = rest.remove(0).split("=", 2);
      String name = parts[0];
      if (VALUED.containsKey(name)) {
        if (parts.length < 2 && rest.isEmpty()) {
          throw usage(name + " needs a value");
        }
        settings.put(
            VALUED.getOrDefault(name, name), parts.length == 2 ? parts[1] : rest.remove(0));
      } else if (ACTIONS.containsKey(name) && parts.length == 1) {
        action = ACTIONS.getOrDefault(name, action);
      } else {
        throw usage("unknown option " + String.join("=", parts));
      }
    }
    return action;
  }

  private static Optional<String> fromEnvironment(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(variable(name))).filter(value -> !value.isEmpty());
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw usage("port must be a number from 1 to 65535, not '" + value + "'");
  }

  private static Path path(String value) {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw usage("not a directory name: '" + value + "'");
    }
  }

  private static StartFailure usage(String line) {
    return new StartFailure(StartFailure.USAGE, line + "; see --help");
  }
}
