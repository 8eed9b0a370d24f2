package dev.ashlar.platform.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the replica is, if there is one, and connections to it. */
@ApplicationScoped
class ReplicaAddress {
  /** Who waits for it could have had the primary's answer. */
  private static final int TIMEOUT_SECONDS = 2;

  @Inject DatabaseAddress primary;

  @Inject
  @ConfigProperty(name = "ashlar.db.replica.url")
  Optional<String> url;

  @Inject
  @ConfigProperty(name = "ashlar.db.replica.user")
  Optional<String> user;

  @Inject
  @ConfigProperty(name = "ashlar.db.replica.password")
  Optional<String> password;

  boolean isSet() {
    return url.isPresent();
  }

  /** A connection for transactions that only read. */
  Connection connect(String purpose) throws SQLException {
    return connect(url(), user(), password.orElseGet(primary::password), purpose);
  }

  static Connection connect(String url, String user, String password, String purpose)
      throws SQLException {
    Connection connection =
        DatabaseAddress.connect(
            "ashlar.db.replica.url",
            url,
            DatabaseAddress.properties(user, password, purpose, TIMEOUT_SECONDS, TIMEOUT_SECONDS));
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }

  /** What an exception from it means. */
  String reason(SQLException failure) {
    return DatabaseReasons.sentence(failure, url(), user());
  }

  private String url() {
    return url.orElseThrow();
  }

  private String user() {
    return user.orElseGet(primary::user);
  }
}
