package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Whatever is stopped or killed, the next start has the data. One server lives through it all. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SurvivingIT {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static AshlarServer server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    server = AshlarServer.start(Map.of("ASHLAR_PROTOCOL_SQS", "false"));
    assertThat(put("kept", "value")).isIn(200, 201);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  @Order(1)
  void saysWhereEverythingIs() {
    assertThat(server.output())
        .contains(server.baseUri() + "/console/")
        .contains(server.baseUri() + "/api/v1")
        .contains(server.dataDirectory().resolve("admin.key").toString())
        .doesNotContain(server.adminKey());
  }

  @Test
  @Order(1)
  void aDoorThatIsClosedIsNotThere() {
    Api.of(server).post("/sqs/", "{}").expectProblem(404, "not-found");
  }

  @Test
  @Order(2)
  void aKilledDatabaseIsStartedAgain() {
    ProcessHandle former = server.database();
    former.destroyForcibly();
    AshlarServer.awaitEnd(former);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(get("kept")).isEqualTo("value"));
  }

  @Test
  @Order(3)
  void everythingKilledAtOnceWhileSixteenWrite() {
    SixteenWriters writers = new SixteenWriters(server);
    writers.writeAndMeanwhile(server::kill);
    server.restart();
    writers.assertNothingWasLost();
  }

  @Test
  @Order(4)
  void aKilledLauncherTakesTheRestAlong() throws IOException, InterruptedException {
    ProcessHandle jvm = server.server();
    ProcessHandle database = server.database();
    server.launcher().destroyForcibly();
    AshlarServer.awaitEnd(jvm);
    AshlarServer.awaitEnd(database);
    server.restart();
    assertThat(get("kept")).isEqualTo("value");
  }

  @Test
  @Order(5)
  void aKilledLauncherAndServerLeaveADatabaseThatIsTakenOver()
      throws IOException, InterruptedException {
    ProcessHandle database = server.database();
    ProcessHandle jvm = server.server();
    ProcessHandle launcher = server.launcher();
    launcher.destroyForcibly();
    jvm.destroyForcibly();
    AshlarServer.awaitEnd(launcher);
    AshlarServer.awaitEnd(jvm);
    assertThat(database.isAlive()).isTrue();
    server.restart();
    assertThat(database.isAlive()).isFalse();
    assertThat(get("kept")).isEqualTo("value");
  }

  @Test
  @Order(6)
  void aServerKilledWhileSixteenWriteEndsTheLauncher() {
    ProcessHandle database = server.database();
    ProcessHandle launcher = server.launcher();
    ProcessHandle jvm = server.server();
    SixteenWriters writers = new SixteenWriters(server);
    writers.writeAndMeanwhile(
        () -> {
          jvm.destroyForcibly();
          AshlarServer.awaitEnd(jvm);
        });
    AshlarServer.awaitEnd(launcher);
    AshlarServer.awaitEnd(database);
    assertThat(server.output()).contains("ashlar: the server ended by itself, exit code 137");
    server.restart();
    writers.assertNothingWasLost();
  }

  @Test
  @Order(7)
  void controlCStopsInOrder() throws IOException {
    ProcessHandle database = server.database();
    ProcessHandle jvm = server.server();
    Processes.signal("INT", server.launcher().pid());
    AshlarServer.awaitEnd(server.launcher());
    assertThat(jvm.isAlive()).isFalse();
    assertThat(database.isAlive()).isFalse();
    assertThat(server.dataDirectory().resolve("postgres/postmaster.pid")).doesNotExist();
    assertThat(server.output()).doesNotContain("ashlar:");
    assertThat(databaseLog()).endsWith("database system is shut down\n");
  }

  private static String databaseLog() throws IOException {
    try (var logs = Files.list(server.dataDirectory().resolve("logs"))) {
      return Files.readString(
          logs.filter(file -> file.getFileName().toString().matches("postgres-[A-Z].*"))
              .reduce((first, second) -> second)
              .orElseThrow());
    }
  }

  private static int put(String key, String value) throws IOException, InterruptedException {
    HttpRequest request =
        request(key)
            .header("Content-Type", "text/plain")
            .PUT(HttpRequest.BodyPublishers.ofString(value))
            .build();
    return HTTP.send(request, BodyHandlers.ofString()).statusCode();
  }

  private static String get(String key) throws IOException, InterruptedException {
    return HTTP.send(request(key).GET().build(), BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder request(String key) {
    URI uri = server.baseUri().resolve("/api/v1/kv/starting/keys/" + key);
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + server.adminKey());
  }
}
