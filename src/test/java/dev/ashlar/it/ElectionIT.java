package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elections: one leader, who says something of himself. */
class ElectionIT {
  private final Api api = Api.shared();
  private final String name = Api.unique("election");

  @Test
  void whoCampaignsFirstLeads() {
    JsonNode leading =
        campaign("{'candidate':'a','ttl':'30s','value':'http://a:8080'}").expect(200).json();

    assertThat(leading.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("name", "leader", "token", "value", "expiresAt");
    assertThat(leading.path("name").asText()).isEqualTo(name);
    assertThat(leading.path("leader").asText()).isEqualTo("a");
    assertThat(leading.path("token").asLong()).isEqualTo(1);
    assertThat(leading.path("value").asText()).isEqualTo("http://a:8080");
    for (String same : new String[] {"name", "leader", "token", "value", "expiresAt"}) {
      assertThat(shown().path(same)).as(same).isEqualTo(leading.path(same));
    }
  }

  @Test
  void aLeaderWhoCampaignsAgainGoesOnAndSaysSomethingElse() {
    JsonNode first = campaign("{'candidate':'a','ttl':'10s','value':'old'}").expect(200).json();

    JsonNode again = campaign("{'candidate':'a','ttl':'1h','value':'new'}").expect(200).json();

    assertThat(again.path("token")).isEqualTo(first.path("token"));
    assertThat(again.path("value").asText()).isEqualTo("new");
    assertThat(expiry(again)).isAfter(expiry(first).plusSeconds(60));
    assertThat(shown().path("value").asText()).isEqualTo("new");
  }

  @Test
  void aLeaderWhoCampaignsAgainLeadsPastHisFirstEnd() {
    Instant later = Instant.now().plusMillis(2_500);
    while (Instant.now().isBefore(later)) {
      JsonNode leading = campaign("{'candidate':'a','ttl':'1s'}").expect(200).json();
      assertThat(leading.path("token").asLong()).isEqualTo(1);
    }

    campaign("{'candidate':'b'}").expectProblem(409, "not-leader");
  }

  @Test
  void whoDoesNotLeadIsToldWhoDoes() {
    campaign("{'candidate':'a','ttl':'1h'}").expect(200);
    Instant asked = Instant.now();

    Api.Answer refused =
        campaign("{'candidate':'b','wait':'500ms'}").expectProblem(409, "not-leader");

    assertThat(refused.json().path("leader").asText()).isEqualTo("a");
    assertThat(Instant.now()).as("after the wait").isAfter(asked.plusMillis(499));
    assertThat(shown().path("candidates")).isEmpty();
  }

  @Test
  void afterALeaderResignedTheNextInTheQueueLeads() {
    campaign("{'candidate':'a','ttl':'1h'}").expect(200);
    CompletableFuture<Api.Answer> second = campaignLater("b");
    CompletableFuture<Api.Answer> third = campaignLater("c");
    assertThat(shown().path("candidates").findValuesAsText("owner")).containsExactly("b", "c");

    resign("a").expect(204);

    JsonNode leading = second.join().expect(200).json();
    assertThat(leading.path("leader").asText()).isEqualTo("b");
    assertThat(leading.path("token").asLong()).isEqualTo(2);
    assertThat(third).isNotDone();
    resign("b").expect(204);
    assertThat(third.join().expect(200).json().path("token").asLong()).isEqualTo(3);
  }

  @Test
  void aCandidateWhoIsGoneLeavesTheQueueWithinTwoSeconds() throws IOException {
    campaign("{'candidate':'a','ttl':'1h'}").expect(200);
    Socket gone = campaignByHand("gone");

    gone.close();

    LockApi.within(Duration.ofSeconds(2)).until(() -> shown().path("candidates").isEmpty());
  }

  @Test
  void whatCouldNotBeToldToACandidateIsGivenOn() throws IOException {
    campaign("{'candidate':'a','ttl':'1h'}").expect(200);
    Socket gone = campaignByHand("gone");
    gone.close();

    resign("a").expect(204);

    campaign("{'candidate':'b','wait':'5s'}").expect(200);
  }

  @Test
  void whoDoesNotLeadResignsToo() {
    campaign("{'candidate':'a','ttl':'1h'}").expect(200);

    resign("b").expect(204);
    assertThat(shown().path("leader").asText()).isEqualTo("a");
    resign("a").expect(204);
    resign("a").expect(204);
    assertThat(shown().has("leader")).isFalse();
    assertThat(shown().path("token").asLong()).isEqualTo(1);
  }

  @Test
  void aLeaderWhoIsSilentLeadsNoMore() {
    JsonNode first = campaign("{'candidate':'a','ttl':'1s'}").expect(200).json();

    campaign("{'candidate':'b','wait':'20s'}").expect(200);

    assertThat(Instant.parse(shown().at("/history/0/releasedAt").asText()))
        .isBetween(expiry(first), expiry(first).plusSeconds(1));
    assertThat(shown().path("leader").asText()).isEqualTo("b");
  }

  @Test
  void oneThatNeverWasHasNoLeader() {
    JsonNode none = shown();

    assertThat(none.path("name").asText()).isEqualTo(name);
    assertThat(none.has("leader")).isFalse();
    assertThat(none.path("token").asLong()).isZero();
  }

  @Test
  void whoLedIsShown() {
    campaign("{'candidate':'a'}").expect(200);
    resign("a").expect(204);
    campaign("{'candidate':'b'}").expect(200);

    JsonNode past = shown().path("history");

    assertThat(past).hasSize(1);
    assertThat(past.at("/0/owner").asText()).isEqualTo("a");
    assertThat(past.at("/0/token").asLong()).isEqualTo(1);
    assertThat(past.at("/0/how").asText()).isEqualTo("released");
  }

  @Test
  void electionsAreListedByName() {
    for (String more : List.of(".a", ".b", ".c")) {
      api.post(path(more + "/campaign"), "{\"candidate\":\"x\"}").expect(200);
    }

    JsonNode first = api.get("/api/v1/elections?limit=2&prefix=" + name + ".").expect(200).json();
    JsonNode rest =
        api.get("/api/v1/elections?prefix=" + name + ".&after=" + first.path("next").asText())
            .json();

    assertThat(first.path("items").findValuesAsText("name"))
        .containsExactly(name + ".a", name + ".b");
    assertThat(first.at("/items/0/leader").asText()).isEqualTo("x");
    assertThat(rest.path("items").findValuesAsText("name")).containsExactly(name + ".c");
    assertThat(rest.has("next")).isFalse();
  }

  @Test
  void whoObservesIsToldEveryLeaderInOrder() {
    try (EventReader events = EventReader.open(api, path("/observe"))) {
      assertThat(events.contentType()).startsWith("text/event-stream");
      assertThat(events.await("leader", 1).get(0).data().has("leader")).isFalse();
      campaign("{'candidate':'a','value':'1'}").expect(200);
      events.await("leader", 2);
      campaign("{'candidate':'a','value':'2'}").expect(200);
      events.await("leader", 3);
      resign("a").expect(204);
      events.await("leader", 4);
      campaign("{'candidate':'b'}").expect(200);

      List<EventReader.Event> told = events.await("leader", 5);

      assertThat(told)
          .extracting(event -> event.data().path("leader").asText("-"))
          .containsExactly("-", "a", "a", "-", "b");
      assertThat(told)
          .extracting(event -> event.data().path("value").asText("-"))
          .containsExactly("-", "1", "2", "-", "-");
      assertThat(told)
          .extracting(event -> event.data().path("token").asLong())
          .containsExactly(0L, 1L, 1L, 1L, 2L);
    }
  }

  @Test
  void anObserverIsToldWhoLeadsAlready() {
    campaign("{'candidate':'a','value':'v'}").expect(200);

    try (EventReader events = EventReader.open(api, path("/observe"))) {
      JsonNode told = events.await("leader", 1).get(0).data();
      assertThat(told.path("name").asText()).isEqualTo(name);
      assertThat(told.path("leader").asText()).isEqualTo("a");
      assertThat(told.path("value").asText()).isEqualTo("v");
    }
  }

  @Test
  void anElectionIsNoLock() {
    campaign("{'candidate':'a'}").expect(200);

    new LockApi(api, name).hold("b");

    assertThat(shown().path("leader").asText()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | candidate",
        "{'candidate':''} | candidate",
        "{'candidate':'a','ttl':'999ms'} | ttl",
        "{'candidate':'a','ttl':'25h'} | ttl",
        "{'candidate':'a','wait':'-1s'} | wait",
        "{'candidate':'a','value':{}} | value",
        "{'candidate':'a','nothing':1} | nothing"
      })
  void aCampaignThatIsNone(String body, String field) {
    campaign(body.strip()).expect(400).expectFields(field.strip());
    assertThat(shown().path("token").asLong()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{"})
  void aBodyThatIsNoneIsRefused(String body) {
    for (String call : List.of("/campaign", "/resign")) {
      Api.Answer answer = api.post(path(call), body).expect(400);
      answer.expectProblem(400, answer.json().path("code").asText());
    }
  }

  @Test
  void namesThatAreNone() {
    String bad = "/api/v1/elections/a:b";
    String body = "{\"candidate\":\"a\"}";

    List.of(
            api.post(bad + "/campaign", body),
            api.post(bad + "/resign", body),
            api.get(bad),
            api.get(bad + "/observe"))
        .forEach(answer -> answer.expectProblem(400, "invalid-request").expectFields("name"));
  }

  @Test
  void rolesAndScopes() {
    Api reader = api.withNewKey("read", "lock:" + name);
    Api stranger = api.withNewKey("admin", "lock:other");
    String body = "{\"candidate\":\"a\"}";

    reader.get(path("")).expect(200);
    try (EventReader events = EventReader.open(reader, path("/observe"))) {
      events.await("leader", 1);
    }
    for (Api other : List.of(reader, stranger)) {
      other.post(path("/campaign"), body).expectProblem(403, "forbidden");
      other.post(path("/resign"), body).expectProblem(403, "forbidden");
    }
    stranger.get(path("")).expectProblem(403, "forbidden");
    stranger.get(path("/observe")).expectProblem(403, "forbidden");
    api.withNewKey("write", "lock:" + name).post(path("/campaign"), body).expect(200);
  }

  private String path(String more) {
    return "/api/v1/elections/" + name + more;
  }

  private JsonNode shown() {
    return api.get(path("")).expect(200).json();
  }

  private Api.Answer campaign(String body) {
    return api.post(path("/campaign"), LockApi.json(body));
  }

  /** Is in the queue when this returns. */
  private CompletableFuture<Api.Answer> campaignLater(String candidate) {
    String body = LockApi.json("{'candidate':'" + candidate + "','wait':'60s'}");
    CompletableFuture<Api.Answer> waiting = api.postLater(path("/campaign"), body);
    LockApi.soon()
        .until(() -> shown().path("candidates").findValuesAsText("owner").contains(candidate));
    return waiting;
  }

  /** The same over a connection of its own, to be broken. */
  private Socket campaignByHand(String candidate) {
    String body = "{'candidate':'" + candidate + "','ttl':'1h','wait':'60s'}";
    Socket socket = RawHttp.post(api, path("/campaign"), LockApi.json(body));
    LockApi.soon()
        .until(() -> shown().path("candidates").findValuesAsText("owner").contains(candidate));
    return socket;
  }

  private Api.Answer resign(String candidate) {
    return api.post(path("/resign"), LockApi.json("{'candidate':'" + candidate + "'}"));
  }

  private static Instant expiry(JsonNode view) {
    return Instant.parse(view.path("expiresAt").asText());
  }
}
