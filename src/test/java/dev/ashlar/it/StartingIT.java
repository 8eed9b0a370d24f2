package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts that cannot work end soon, with one clear line. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StartingIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void anUnknownOption() {
    assertEnds(run(Map.of(), "--prot", "1"), 2, "ashlar: unknown option --prot; see --help");
  }

  @Test
  void aPortThatIsTaken() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      Run run = AshlarServer.run(AshlarServer.temporaryDirectory(), port, Map.of());
      assertEnds(run, 1, "ashlar: port " + port + " on 127.0.0.1 is not free: ");
    }
  }

  @Test
  void aDirectoryThatIsInUse() {
    AshlarServer server = AshlarServer.shared();
    Run run = AshlarServer.run(server.dataDirectory(), AshlarServer.freePort(), Map.of());
    assertEnds(
        run,
        1,
        "ashlar: "
            + server.dataDirectory()
            + " is in use by another Ashlar, process "
            + server.launcher().pid());
  }

  @Test
  void aDatabaseThatCannotBeReached() {
    String url = "jdbc:postgresql://127.0.0.1:" + AshlarServer.freePort() + "/ashlar";
    assertEnds(
        run(Map.of("ASHLAR_DB_URL", url)), 1, "ashlar: cannot reach the database " + url + ": ");
  }

  @Test
  void aWrongPassword() throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + databasePort() + "/ashlar";
    Map<String, String> environment =
        Map.of("ASHLAR_DB_URL", url, "ASHLAR_DB_USER", "ashlar", "ASHLAR_DB_PASSWORD", "hidden");
    Run run = run(environment);
    assertEnds(run, 1, "ashlar: password wrong or missing for user 'ashlar' at " + url);
    assertThat(run.output()).doesNotContain("hidden");
  }

  @Test
  void aServerThatIsTooOld() {
    try (StockPostgres old =
        StockPostgres.ofVersion(StockPostgres.TOO_OLD, AshlarServer.freePort())) {
      old.start();
      assertEnds(run(old.environment("n")), 1, "ashlar: PostgreSQL 14.");
    }
  }

  private static void assertEnds(Run run, int code, String line) {
    assertThat(run.exitCode(LIMIT)).as(run.output()).isEqualTo(code);
    assertThat(run.output().lines()).singleElement().asString().startsWith(line);
  }

  private static Run run(Map<String, String> environment, String... more) {
    Path data = AshlarServer.temporaryDirectory();
    return AshlarServer.run(data, AshlarServer.freePort(), environment, more);
  }

  private static String databasePort() throws IOException {
    Path pid = AshlarServer.shared().dataDirectory().resolve("postgres/postmaster.pid");
    return Files.readAllLines(pid).get(3).strip();
  }
}
