package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The built WAR on a stock server, configured by nothing but the environment that the build gives
 * to these tests, with two servlets added: the application in the same server that injects locks
 * and queues. It is deployed before there is a database; then comes one that is too old, then the
 * oldest that it takes.
 */
@Timeout(600)
@ExtendWith(ArquillianExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BareWarIT {
  private static final int PORT = Integer.getInteger("it.database.port", 0);
  private static final StockPostgres TOO_OLD = StockPostgres.ofVersion(StockPostgres.TOO_OLD, PORT);
  private static final StockPostgres OLDEST = StockPostgres.ofVersion(StockPostgres.OLDEST, PORT);

  @ArquillianResource private URL address;

  private final String lock = Api.unique("java");
  private Api api;

  @Deployment(testable = false)
  static WebArchive war() {
    return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
        .importFrom(new File(System.getProperty("ashlar.war", "target/ashlar.war")))
        .as(WebArchive.class)
        .addClass(JavaLocksServlet.class)
        .addClass(JavaQueuesServlet.class);
  }

  @BeforeEach
  void connect() {
    String key = String.valueOf(System.getenv("ASHLAR_ADMIN_KEY"));
    api = Api.of(URI.create(address.toString().replaceAll("/$", "")), key);
  }

  @AfterAll
  static void stop() {
    TOO_OLD.close();
    OLDEST.close();
  }

  @Test
  @Order(1)
  void withoutItsDatabaseItLivesAndSaysWhyItIsNotReady() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> reason().contains("127.0.0.1:" + PORT));

    assertThat(api.get("/health/ready").status()).isEqualTo(503);
    assertThat(reason()).containsIgnoringCase("connection").contains("refused");
    assertThat(api.get("/health/ready").text()).doesNotContain("Exception");
    api.get("/health/live").expect(200);
    Api.Answer refused = api.get("/api/v1/kv/b/keys/k").expectProblem(503, "unavailable");
    assertThat(refused.text()).doesNotContain("127.0.0.1");
  }

  @Test
  @Order(2)
  void ofADatabaseThatIsTooOldItSaysSo() {
    TOO_OLD.start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> reason().contains("too old: 15 or newer is needed"));

    api.get("/api/v1/kv/b/keys/k").expectProblem(503, "unavailable");
    TOO_OLD.stop();
  }

  @Test
  @Order(3)
  void withItsDatabaseItBecomesReadyAndStoresKeys() {
    OLDEST.start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> api.get("/health/ready").status() == 200);

    api.put("/api/v1/kv/bare/keys/a", "v").expect(201);
    assertThat(api.get("/api/v1/kv/bare/keys/a").expect(200).text()).isEqualTo("v");
    api.put("/api/v1/kv/bare/keys/a", "w").expect(200);
    api.post(
            "/api/v1/kv/bare/import",
            "{\"key\":\"b\",\"value\":\"2\"}\n",
            "Content-Type",
            "application/x-ndjson")
        .expect(200);
    assertThat(api.get("/api/v1/kv/bare/keys?values=true").json().findValuesAsText("value"))
        .containsExactly("w", "2");
    api.delete("/api/v1/kv/bare/keys/a").expect(204);
    assertThat(api.get("/api/v1/kv/bare/export").text().lines()).hasSize(1);
    assertThat(api.get("/api/v1/cluster/nodes").json().at("/items/0/state").asText())
        .isEqualTo("up");
    api.anonymous().get("/console/sign-in.html").expect(200);
    api.get("/nothing").expectProblem(404, "not-found");
  }

  @Test
  @Order(4)
  void aHeldLockRenewsItselfAndIsGivenBackWhenItIsClosed() {
    assertThat(step("acquire")).isEqualTo("1");
    Instant end = Instant.parse(holder().path("expiresAt").asText());
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> Instant.parse(holder().path("expiresAt").asText()).isAfter(end.plusSeconds(3)));
    assertThat(step("isHeld")).isEqualTo("true");

    assertThat(step("close")).isEqualTo("closed");
    Awaitility.await().until(() -> holder().isMissingNode());
    assertThat(step("isHeld")).isEqualTo("false");
    assertThat(step("isLost")).isEqualTo("false");
    assertThat(step("acquire")).isEqualTo("2");
  }

  @Test
  @Order(5)
  void whoHoldsALockIsToldThatItWasBroken() {
    assertThat(step("acquire")).isEqualTo("1");
    String lease = holder().path("lease").asText();

    api.delete("/api/v1/locks/" + lock + "/holders/" + lease).expect(204);

    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> step("isLost").equals("true"));
    assertThat(step("isHeld")).isEqualTo("false");
  }

  @Test
  @Order(6)
  void nobodyWaitsLongerThanHeWantsTo() {
    api.post("/api/v1/locks/" + lock + "/acquire", "{\"owner\":\"other\"}").expect(200);

    assertThat(step("acquire")).isEqualTo("none");
  }

  @Test
  @Order(7)
  void whatIsSentInATransactionIsThereIfItCommits() {
    QueueApi queue = new QueueApi(api, Api.unique("queue"));
    queue.configure("{}").expect(201);

    assertThat(queueStep("rollback", queue)).isEmpty();
    assertThat(queueStep("alone", queue)).isEqualTo("refused");
    assertThat(queueStep("commit", queue)).isEmpty();

    assertThat(queueStep("receive", queue)).isEqualTo("[committed]");
    assertThat(queue.detail().path("ready").asInt()).isZero();
    assertThat(queue.detail().path("inFlight").asInt()).isZero();
  }

  private String queueStep(String step, QueueApi queue) {
    return api.get("/java-queues?step=" + step + "&queue=" + queue.name).expect(200).text();
  }

  private String step(String step) {
    return api.get("/java-locks?step=" + step + "&name=" + lock).expect(200).text();
  }

  private JsonNode holder() {
    return api.get("/api/v1/locks/" + lock).expect(200).json().at("/holders/0");
  }

  /** Why the database is not ready, as the health check tells; empty when it does not. */
  private String reason() {
    for (JsonNode check : api.get("/health/ready").json().path("checks")) {
      if (check.path("name").asText().equals("database")) {
        return check.path("data").path("reason").asText();
      }
    }
    return "";
  }
}
