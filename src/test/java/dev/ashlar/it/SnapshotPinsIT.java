package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console is told of who holds a snapshot of the database open. */
class SnapshotPinsIT {
  private static final String PATH = "/api/v1/console/snapshot-pins";

  private final Api api = Api.shared();

  @Test
  void theyAreNamedFromTheAgeAskedFor() throws SQLException {
    String name = Api.unique("holder");
    try (Connection holder = AshlarServer.shared().connect();
        Statement statement = holder.createStatement()) {
      statement.execute("SET application_name = '" + name + "'");
      statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
      statement.execute("SELECT 1");

      assertThat(api.get(PATH + "?older-than=0s").expect(200).text()).contains(name);
      assertThat(api.get(PATH).expect(200).text()).doesNotContain(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1s", "366d"})
  void anAgeThatIsNoneIsRefused(String age) {
    api.get(PATH + "?older-than=" + age).expectProblem(400, "invalid-request");
  }

  @Test
  void onlyAnAdminIsTold() {
    api.withNewKey("write", "*").get(PATH).expectProblem(403, "forbidden");
  }
}
