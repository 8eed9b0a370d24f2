package dev.ashlar.platform.security;

import dev.ashlar.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A secret of all nodes together: made at its first use, kept in the database. Thread-safe. */
@ApplicationScoped
class ServerSecret {
  private static final String NAME = "credentials";
  private static final int BYTES = 32;
  private static final String STORE =
      "INSERT INTO ashlar_platform.server_secret (name, bytes) VALUES (?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String READ =
      "SELECT bytes FROM ashlar_platform.server_secret WHERE name = ?";

  @Inject Database database;

  private volatile byte @Nullable [] bytes;

  /** 256 bits that only who has the secret can tell from what they are for. */
  byte[] derive(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(), "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = database.sqlInTransaction(ServerSecret::readOrMake);
      bytes = known;
    }
    return known;
  }

  private static byte[] readOrMake(Connection connection) throws SQLException {
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    try (PreparedStatement store = connection.prepareStatement(STORE);
        PreparedStatement read = connection.prepareStatement(READ)) {
      store.setString(1, NAME);
      store.setBytes(2, fresh);
      store.executeUpdate();
      read.setString(1, NAME);
      try (ResultSet row = read.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }
}
