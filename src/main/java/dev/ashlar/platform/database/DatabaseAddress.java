package dev.ashlar.platform.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.Driver;

/** Where the database is, and connections to it outside the pool. */
@ApplicationScoped
class DatabaseAddress {
  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int SOCKET_TIMEOUT_SECONDS = 10;

  @Inject
  @ConfigProperty(name = "ashlar.db.url")
  Optional<String> url;

  @Inject
  @ConfigProperty(name = "ashlar.db.user", defaultValue = "ashlar")
  String user;

  @Inject
  @ConfigProperty(name = "ashlar.db.password")
  Optional<String> password;

  boolean isSet() {
    return url.isPresent();
  }

  String url() {
    return url.orElseThrow();
  }

  String user() {
    return user;
  }

  String password() {
    return password.orElse("");
  }

  Connection connect(String purpose) throws SQLException {
    return connect(
        "ashlar.db.url",
        url(),
        properties(user, password(), purpose, CONNECT_TIMEOUT_SECONDS, SOCKET_TIMEOUT_SECONDS));
  }

  static Properties properties(
      String user, String password, String purpose, int connectSeconds, int socketSeconds) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "ashlar " + purpose);
    properties.setProperty("connectTimeout", Integer.toString(connectSeconds));
    properties.setProperty("socketTimeout", Integer.toString(socketSeconds));
    return properties;
  }

  static Connection connect(String setting, String url, Properties properties) throws SQLException {
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException(setting + " must begin with jdbc:postgresql://", "08001");
    }
    return connection;
  }
}
