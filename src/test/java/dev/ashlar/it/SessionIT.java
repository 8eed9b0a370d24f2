package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in to the console. */
class SessionIT {
  private static final String SESSION = "/api/v1/console/session";

  private final Api admin = Api.shared();
  private final Api browser = admin.anonymous();

  @Test
  void signingInGivesACookieThatOnlyTheBrowserSees() {
    Api.Answer answer = signIn(admin.key());

    String cookie = answer.header("Set-Cookie");
    assertThat(cookie).startsWith("ashlar-session=");
    assertThat(cookie.split("; *"))
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .anyMatch(part -> part.matches("Max-Age=\\d+"));
    assertThat(cookie).doesNotContain(admin.key());
    assertThat(answer.json().path("name").asText()).isEqualTo("admin");
    assertThat(answer.json().path("role").asText()).isEqualTo("admin");
    assertThat(Instant.parse(answer.json().path("expiresAt").asText())).isAfter(Instant.now());
  }

  @Test
  void theCookieIsTheCallerWithTheKeysRoleAndScopes() {
    JsonNode key = admin.createKey("read", "kv:mine").json();
    String cookie = cookie(signIn(key.path("key").asText()));

    assertThat(browser.get(SESSION, "Cookie", cookie).expect(200).json().path("name"))
        .isEqualTo(key.path("name"));
    browser.get("/api/v1/kv", "Cookie", cookie).expect(200);
    browser.get("/api/v1/kv/other/keys", "Cookie", cookie).expectProblem(403, "forbidden");
    browser.get("/api/v1/keys", "Cookie", cookie).expectProblem(403, "forbidden");
  }

  @Test
  void signingOutEndsTheSession() {
    String cookie = cookie(signIn(admin.key()));

    Api.Answer out = browser.delete(SESSION, "Cookie", cookie, "Sec-Fetch-Site", "same-origin");

    out.expect(204);
    assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
    browser.get(SESSION, "Cookie", cookie).expectProblem(401, "unauthenticated");
  }

  @Test
  void aSessionEndsWithItsKey() {
    JsonNode key = admin.createKey("read").json();
    String cookie = cookie(signIn(key.path("key").asText()));
    browser.get(SESSION, "Cookie", cookie).expect(200);

    admin.delete("/api/v1/keys/" + key.path("id").asText()).expect(204);

    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> browser.get(SESSION, "Cookie", cookie).status() == 401);
  }

  @Test
  void aSessionEndsWhenItsKeyExpires() {
    Instant end = Instant.now().plusMillis(2_500);
    String key =
        admin
            .post(
                "/api/v1/keys",
                "{\"name\":\"short\",\"role\":\"read\",\"expiresAt\":\"" + end + "\"}")
            .expect(201)
            .json()
            .path("key")
            .asText();
    Api.Answer signedIn = signIn(key);
    String cookie = cookie(signedIn);

    assertThat(Instant.parse(signedIn.json().path("expiresAt").asText()))
        .isBefore(end.plusMillis(1));
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> browser.get(SESSION, "Cookie", cookie).status() == 401);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin, 201",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, none, 403",
    "Origin, http://OURS, 201",
    "Origin, https://evil.example, 403",
    "Origin, null, 403",
    "Origin, http://OURS.evil.example, 403",
    "X-Nothing, here, 403"
  })
  void aBrowserChangesThingsOnlyFromOurOwnPages(String header, String value, int status) {
    String cookie = cookie(signIn(admin.key()));
    String path = "/api/v1/kv/" + Api.unique("origin") + "/keys/k";
    String sent = value.replace("OURS", admin.base().getAuthority());

    browser.put(path, "v", "Cookie", cookie, header, sent).expect(status);
    assertThat(admin.get(path).status()).isEqualTo(status == 201 ? 200 : 404);
  }

  @Test
  void readingIsNotBoundToOurPagesAndAKeyIsNeither() {
    String cookie = cookie(signIn(admin.key()));

    browser.get("/api/v1/kv", "Cookie", cookie, "Sec-Fetch-Site", "cross-site").expect(200);
    admin
        .put("/api/v1/kv/" + Api.unique("origin") + "/keys/k", "v", "Sec-Fetch-Site", "cross-site")
        .expect(201);
  }

  @Test
  void aCookieDoesNotHelpAWrongKey() {
    String cookie = cookie(signIn(admin.key()));

    browser
        .get("/api/v1/kv", "Cookie", cookie, "Authorization", "Bearer wrong")
        .expectProblem(401, "unauthenticated");
  }

  @Test
  void aKeyThatIsNoKeyIsRefused() {
    browser.post(SESSION, "{}").expectProblem(400, "invalid-request").expectFields("key");
    browser.post(SESSION, "{\"key\":\"\"}").expectProblem(400, "invalid-request");
    browser
        .post(SESSION, "{\"key\":\"" + "x".repeat(2_000) + "\"}")
        .expectProblem(400, "invalid-request");
  }

  /** Leaves the address as it was: the last sign-in succeeds. */
  @Test
  void whoGuessesIsSlowedDownEvenWithTheRightKey() {
    int refused = 0;
    Api.Answer answer = browser.post(SESSION, "{\"key\":\"wrong\"}");
    while (answer.status() == 401 && refused < 10) {
      refused++;
      answer.expectProblem(401, "unauthenticated");
      answer = browser.post(SESSION, "{\"key\":\"wrong\"}");
    }

    assertThat(refused).isEqualTo(5);
    answer.expectProblem(429, "rate-limited");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 2);
    browser.post(SESSION, "{\"key\":\"" + admin.key() + "\"}").expect(429);
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> browser.post(SESSION, "{\"key\":\"" + admin.key() + "\"}").status() == 200);
  }

  @Test
  void whoIsNotSignedInIsLedToTheSignInPage() {
    Api.Answer page = browser.get("/console/");

    page.expect(302);
    assertThat(page.header("Location")).contains("/console/sign-in.html?next=%2Fconsole%2F");
    browser.get("/console/sign-in.html").expect(200);
  }

  @Test
  void aStaleCookieDoesNotKeepAnybodyFromSigningIn() {
    String body = "{\"key\":\"" + admin.key() + "\"}";

    browser.post(SESSION, body, "Cookie", "ashlar-session=gone").expect(200);
    browser
        .post(SESSION, body, "Cookie", "ashlar-session=gone", "Idempotency-Key", "1")
        .expect(200);
  }

  private Api.Answer signIn(String key) {
    return browser.post(SESSION, "{\"key\":\"" + key + "\"}").expect(200);
  }

  private static String cookie(Api.Answer answer) {
    return answer.header("Set-Cookie").replaceAll(";.*", "");
  }
}
