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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks of an application in the same server, that injects them. */
@Timeout(600)
@ExtendWith(ArquillianExtension.class)
class JavaLocksIT {
  private static final StockPostgres DATABASE =
      new StockPostgres(Integer.getInteger("it.database.port", 0));

  @ArquillianResource private URL address;

  private final String name = Api.unique("java");
  private Api api;

  @Deployment(testable = false)
  static WebArchive war() {
    return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
        .importFrom(new File(System.getProperty("ashlar.war", "target/ashlar.war")))
        .as(WebArchive.class)
        .addClass(JavaLocksServlet.class);
  }

  @BeforeEach
  void connect() {
    DATABASE.startOnce();
    String key = String.valueOf(System.getenv("ASHLAR_ADMIN_KEY"));
    api = Api.of(URI.create(address.toString().replaceAll("/$", "")), key);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> api.get("/health/ready").status() == 200);
  }

  @AfterAll
  static void stop() {
    DATABASE.close();
  }

  @Test
  void aHeldLockRenewsItselfAndIsGivenBackWhenItIsClosed() {
    assertThat(step("acquire")).isEqualTo("1");
    Instant end = Instant.parse(holder().path("expiresAt").asText());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
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
  void whoHoldsALockIsToldThatItWasBroken() {
    assertThat(step("acquire")).isEqualTo("1");
    String lease = holder().path("lease").asText();

    api.delete("/api/v1/locks/" + name + "/holders/" + lease).expect(204);

    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> step("isLost").equals("true"));
    assertThat(step("isHeld")).isEqualTo("false");
  }

  @Test
  void nobodyWaitsLongerThanHeWantsTo() {
    api.post("/api/v1/locks/" + name + "/acquire", "{\"owner\":\"other\"}").expect(200);

    assertThat(step("acquire")).isEqualTo("none");
  }

  private String step(String step) {
    return api.get("/java-locks?step=" + step + "&name=" + name).expect(200).text();
  }

  private JsonNode holder() {
    return api.get("/api/v1/locks/" + name).expect(200).json().at("/holders/0");
  }
}
