package dev.ashlar.platform.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why a database cannot be used. */
public final class DatabaseProbe {

  /** The oldest major version of PostgreSQL that will do. */
  public static final int OLDEST_VERSION = 15;

  private DatabaseProbe() {}

  /** Opens one connection; the sentence names what is wrong, and is empty when nothing is. */
  public static Optional<String> problem(
      String url, @Nullable String user, @Nullable String password, Duration timeout) {
    Properties properties = new Properties();
    String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return problem(
          connection.getMetaData().getDatabaseMajorVersion(),
          connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      return Optional.of(problem(e, url, user));
    }
  }

  /** What is wrong with a server of that version, if anything. */
  public static Optional<String> problem(int majorVersion, String version) {
    if (majorVersion >= OLDEST_VERSION) {
      return Optional.empty();
    }
    return Optional.of(
        "PostgreSQL " + version + " is too old: " + OLDEST_VERSION + " or newer is needed");
  }

  /** What an exception from connecting means, in one sentence without secrets. */
  public static String problem(SQLException failure, String url, @Nullable String user) {
    String place = withoutParameters(url);
    String name = user == null ? "the user" : "user '" + user + "'";
    String state = failure.getSQLState();
    return switch (state == null ? "" : state) {
      case "28P01" -> "password wrong or missing for " + name + " at " + place;
      case "28000" -> "the database refuses " + name + " at " + place + ": " + message(failure);
      case "3D000" -> "the database does not exist: " + place;
      case "42501" -> name + " may not connect to " + place;
      case "53300" -> "the database has no connection left: " + place;
      case "57P03" -> "the database is starting up or shutting down: " + place;
      case "08001", "08004", "08006", "08S01" -> unreachable(failure, place, name);
      default -> "cannot use the database " + place + ": " + message(failure);
    };
  }

  private static String unreachable(SQLException failure, String place, String name) {
    String message = message(failure);
    if (message.contains("password")) { // the driver's own refusal, when none is given
      return "password wrong or missing for " + name + " at " + place;
    }
    if (message.contains("No suitable driver")) {
      return "ashlar.db.url must begin with jdbc:postgresql://, but is " + place;
    }
    return "cannot reach the database " + place + ": " + message;
  }

  private static String withoutParameters(String url) {
    return url.replaceAll("[?].*", "").replaceAll("//[^/@]*@", "//");
  }

  private static String message(SQLException failure) {
    Throwable root = failure;
    for (Throwable next = root.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (root instanceof java.net.UnknownHostException) {
      return "unknown host " + message;
    }
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
