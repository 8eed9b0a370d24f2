package dev.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.platform.database.DatabaseProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link DatabaseProbe} says about a real PostgreSQL. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DatabaseProbeTest {

  @TempDir static Path root;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startDatabase() throws IOException {
    DataDirectory directory = new DataDirectory(root.toRealPath());
    Files.createDirectories(directory.logs());
    postgres = new EmbeddedPostgres(UnpackedPostgres.home(), directory);
    postgres.prepare();
    postgres.start();
  }

  @AfterAll
  static void stopDatabase() {
    postgres.stop();
  }

  @Test
  void nothingToSayWhenAllIsWell() {
    assertThat(probe(postgres.url(), "ashlar", postgres.password())).isEmpty();
  }

  @Test
  void aWrongOrMissingPassword() {
    assertThat(probe(postgres.url(), "ashlar", "secret-word"))
        .contains("password wrong or missing for user 'ashlar' at " + postgres.url());
    assertThat(probe(postgres.url(), "nobody", "secret-word"))
        .contains("password wrong or missing for user 'nobody' at " + postgres.url());
    assertThat(probe(postgres.url(), "ashlar", null))
        .contains("password wrong or missing for user 'ashlar' at " + postgres.url());
  }

  @Test
  void aDatabaseThatDoesNotExist() {
    String url = postgres.url() + "x?ApplicationName=secret";
    assertThat(probe(url, "ashlar", postgres.password()))
        .contains("the database does not exist: " + postgres.url() + "x");
  }

  @Test
  void aPortNobodyListensOn() throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + Ports.anyFree() + "/ashlar";
    assertThat(probe(url, "ashlar", "x"))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("cannot reach the database " + url + ": "));
  }

  @Test
  void aHostThatIsUnknown() {
    assertThat(probe("jdbc:postgresql://no.such.host.invalid/ashlar", "ashlar", "x"))
        .hasValueSatisfying(line -> assertThat(line).contains("unknown host"));
  }

  @Test
  void aUrlOfAnotherKind() {
    assertThat(probe("jdbc:mysql://localhost/ashlar", "ashlar", "x"))
        .hasValueSatisfying(line -> assertThat(line).contains("must begin with jdbc:postgresql:"));
  }

  @Test
  void aServerThatIsTooOld() {
    assertThat(DatabaseProbe.problem(14, "14.9"))
        .contains("PostgreSQL 14.9 is too old: 15 or newer is needed");
    assertThat(DatabaseProbe.problem(15, "15.0")).isEmpty();
  }

  private static Optional<String> probe(String url, String user, @Nullable String password) {
    return DatabaseProbe.problem(url, user, password, Duration.ofSeconds(5));
  }
}
