package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bare WAR on a stock server, started before its database. */
@Timeout(600)
class BareWarWithoutDatabaseIT {
  private static final String KEY = "the-key-of-the-bare-war";

  private final int port = AshlarServer.freePort();
  private final int databasePort = AshlarServer.freePort();
  private final StockPostgres tooOld = StockPostgres.ofVersion(StockPostgres.TOO_OLD, databasePort);
  private final StockPostgres postgres = new StockPostgres(databasePort);
  private final Api api = Api.of(URI.create("http://127.0.0.1:" + port), KEY);

  @Test
  void itSaysWhyItIsNotReadyAndBecomesSoWhenTheDatabaseComes() {
    Process server = startServer(postgres.environment("bare"));
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> checks().has("database"));
      assertThat(api.get("/health/ready").status()).isEqualTo(503);
      assertThat(reason()).containsIgnoringCase("connection").contains("refused");
      assertThat(checks().toString()).doesNotContain("Exception");
      api.get("/health/live").expect(200);
      api.get("/api/v1/kv/b/keys/k").expectProblem(503, "unavailable");

      tooOld.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> reason().contains("too old: 15 or newer is needed"));
      api.get("/api/v1/kv/b/keys/k").expectProblem(503, "unavailable");
      tooOld.stop();
      postgres.start();

      Awaitility.await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> api.get("/health/ready").status() == 200);
      api.put("/api/v1/kv/b/keys/k", "v").expect(201);
    } finally {
      server.destroy();
      AshlarServer.awaitEnd(server.toHandle());
      tooOld.close();
      postgres.close();
    }
  }

  private String reason() {
    return checks().path("database").path("reason").asText();
  }

  /** The readiness checks by name, each with its data. */
  private JsonNode checks() {
    var checks = Api.JSON.createObjectNode();
    JsonNode answer = api.get("/health/ready").json();
    answer
        .path("checks")
        .forEach(check -> checks.set(check.path("name").asText(), check.path("data")));
    return checks;
  }

  private Process startServer(Map<String, String> environment) {
    Path directory = AshlarServer.temporaryDirectory();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            path("payara.microJar", "target/launcher/payara-micro.jar"),
            "--deploy",
            path("ashlar.war", "target/ashlar.war"),
            "--contextroot",
            "/",
            "--port",
            Integer.toString(port),
            "--nohazelcast",
            "--disablephonehome");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ASHLAR_"));
    builder.environment().putAll(environment);
    builder.environment().put("ASHLAR_ADMIN_KEY", KEY);
    builder.directory(directory.toFile());
    builder.redirectOutput(directory.resolve("server.log").toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(String property, String fallback) {
    return Path.of(System.getProperty(property, fallback)).toAbsolutePath().toString();
  }
}
