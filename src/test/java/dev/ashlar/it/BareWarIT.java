package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The built WAR on a stock server and the oldest PostgreSQL that it takes, configured by nothing
 * but the environment that the build gives to these tests.
 */
@Timeout(600)
@ExtendWith(ArquillianExtension.class)
class BareWarIT {
  private static final StockPostgres POSTGRES =
      StockPostgres.ofVersion(StockPostgres.OLDEST, Integer.getInteger("it.database.port", 0));

  @ArquillianResource private URL address;

  /** The database first: it must be there when the server starts, right after this. */
  @Deployment(testable = false)
  static WebArchive war() {
    POSTGRES.start();
    return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
        .importFrom(new File(System.getProperty("ashlar.war", "target/ashlar.war")))
        .as(WebArchive.class);
  }

  @AfterAll
  static void stop() {
    POSTGRES.close();
  }

  @Test
  void itBecomesReadyAndStoresAKey() {
    Api api = Api.of(URI.create(address.toString().replaceAll("/$", "")), adminKey());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
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

  private static String adminKey() {
    return String.valueOf(System.getenv("ASHLAR_ADMIN_KEY"));
  }
}
