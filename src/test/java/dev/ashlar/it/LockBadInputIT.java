package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of calls on locks; nothing is held by it. */
class LockBadInputIT {
  private final LockApi lock = LockApi.unique();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | owner",
        "{'owner':''} | owner",
        "{'owner':' '} | owner",
        "{'owner':'a\\u0000'} | owner",
        "{'owner':'a','ttl':'999ms'} | ttl",
        "{'owner':'a','ttl':'86401s'} | ttl",
        "{'owner':'a','ttl':'0s'} | ttl",
        "{'owner':'a','ttl':'-PT30S'} | ttl",
        "{'owner':'a','wait':'-1s'} | wait",
        "{'owner':'a','permits':0} | permits",
        "{'owner':'a','permits':-1} | permits",
        "{'owner':'a','permits':2} | permits",
        "{'owner':'a','session':'nobody'} | session",
        "{'owner':'a','session':'aaaaaaaaaaaaaaaaaaaaaaaaaa'} | session",
        "{'owner':'a','metadata':[]} | metadata",
        "{'owner':'a','metadata':'x'} | metadata",
        "{'owner':'a','ticket':''} | ticket",
        "{'owner':'','ttl':'1ms'} | owner,ttl"
      })
  void anAcquireThatIsNone(String body, String fields) {
    lock.acquire(body.strip())
        .expectProblem(400, "invalid-request")
        .expectFields(fields.strip().split(","));
    assertThat(lock.detail().path("token").asLong()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'owner':'a','ttl':'soon'} | ttl",
        "{'owner':'a','ttl':30} | ttl",
        "{'owner':'a','wait':'x'} | wait",
        "{'owner':'a','mode':'both'} | mode",
        "{'owner':'a','permits':'x'} | permits",
        "{'owner':'a','permits':1.5} | permits",
        "{'owner':'a','reentrant':'x'} | reentrant",
        "{'owner':'a','nothing':1} | nothing",
        "{'owner':{}} | owner"
      })
  void aFieldOfAWrongKindIsNamed(String body, String field) {
    Api.Answer answer = lock.acquire(body.strip()).expect(400);

    assertThat(answer.json().path("errors").findValuesAsText("field"))
        .as(answer.text())
        .containsExactly(field.strip());
    assertThat(lock.detail().path("token").asLong()).isZero();
  }

  @Test
  void longTextsAreRefused() {
    String longest = "é".repeat(255);
    for (String field : List.of("owner", "ticket")) {
      String others = field.equals("owner") ? "" : "'owner':'a',";
      lock.acquire("{" + others + "'" + field + "':'" + longest + "x'}")
          .expectProblem(400, "invalid-request")
          .expectFields(field);
    }
    lock.acquire("{'owner':'a','metadata':{'a':'" + "x".repeat(4_090) + "'}}")
        .expectProblem(400, "invalid-request")
        .expectFields("metadata");
    lock.acquire("{'owner':'" + longest + "','ticket':'" + longest + "'}").expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "24h", "86400s", "PT1S"})
  void theLimitsThemselvesAreAllowed(String ttl) {
    JsonNode held = lock.hold("a", ",'ttl':'" + ttl + "'");
    lock.renew(held, ttl).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "'x'", "null", "{", "{'owner':'a'}{}", "nonsense"})
  void aBodyThatIsNoneIsRefused(String body) {
    for (String call : List.of("acquire", "renew", "release", "validate")) {
      Api.Answer answer = lock.api.post(lock.path("/" + call), LockApi.json(body)).expect(400);
      answer.expectProblem(400, answer.json().path("code").asText());
    }
    Api.Answer answer = lock.configure(body).expect(400);
    answer.expectProblem(400, answer.json().path("code").asText());
    assertThat(lock.detail().path("token").asLong()).isZero();
  }

  @Test
  void anotherMediaTypeIsRefused() {
    for (String call : List.of("acquire", "renew", "release", "validate")) {
      lock.api
          .post(lock.path("/" + call), "owner=a", "Content-Type", "text/plain")
          .expectProblem(415, "unsupported-media-type");
    }
    lock.api
        .put(lock.path("/config"), "{}", "Content-Type", "text/plain")
        .expectProblem(415, "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", ".a", "a:b", "election:a", "a~b"})
  void namesThatAreNone(String name) {
    LockApi bad = new LockApi(lock.api, name);

    List.of(
            bad.acquire("{'owner':'a'}"),
            bad.api.post(bad.path("/renew"), "{\"lease\":\"" + nothing() + "\"}"),
            bad.api.post(bad.path("/release"), "{\"lease\":\"" + nothing() + "\"}"),
            bad.validate(1),
            bad.configure("{}"),
            bad.api.get(bad.path("")),
            bad.api.get(bad.path("/config")),
            bad.api.delete(bad.path("/holders/" + nothing())))
        .forEach(answer -> answer.expectProblem(400, "invalid-request").expectFields("lock"));
  }

  @Test
  void aNameMayHave128Characters() {
    String longest = lock.name + "-".repeat(128 - lock.name.length());

    new LockApi(lock.api, longest).hold("a");
    new LockApi(lock.api, longest + "-")
        .acquire("{'owner':'a'}")
        .expectProblem(400, "invalid-request")
        .expectFields("lock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "1-1-1-1-1", "00000000-0000-0000-0000-00000000000g"})
  void leasesThatAreNone(String lease) {
    String body = LockApi.json("{'lease':'" + lease + "'}");
    for (String call : List.of("/renew", "/release")) {
      lock.api
          .post(lock.path(call), body)
          .expectProblem(400, "invalid-request")
          .expectFields("lease");
      lock.api.post(lock.path(call), "{}").expect(400).expectFields("lease");
    }
    if (!lease.isEmpty()) {
      lock.api
          .delete(lock.path("/holders/" + lease))
          .expectProblem(400, "invalid-request")
          .expectFields("lease");
    }
  }

  @Test
  void aRenewalForTooShortOrTooLongIsRefused() {
    JsonNode held = lock.hold("a");

    for (String ttl : List.of("999ms", "25h")) {
      lock.renew(held, ttl).expectProblem(400, "invalid-request").expectFields("ttl");
    }
    assertThat(lock.detail().at("/holders/0/expiresAt")).isEqualTo(held.path("expiresAt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'permits':0} | permits",
        "{'permits':-1} | permits",
        "{'permits':1000001} | permits",
        "{'permits':99999999999} | permits",
        "{'delay':'-1s'} | delay",
        "{'delay':'25h'} | delay",
        "{'delay':'x'} | delay",
        "{'permit':1} | permit",
        "{'permits':0,'delay':'25h'} | permits,delay"
      })
  void settingsThatAreNone(String body, String fields) {
    lock.configure(body.strip()).expect(400).expectFields(fields.strip().split(","));
    lock.configure("{}").expect(201);
  }

  @Test
  void aTokenIsANumber() {
    for (String token : List.of("null", "\"x\"", "{}")) {
      lock.api
          .post(lock.path("/validate"), "{\"token\":" + token + "}")
          .expect(400)
          .expectFields("token");
    }
    lock.api.post(lock.path("/validate"), "{}").expect(400).expectFields("token");
  }

  @Test
  void aReasonMayHave500Characters() {
    JsonNode held = lock.hold("a");

    lock.breakUp(held, "?reason=" + "x".repeat(501))
        .expectProblem(400, "invalid-request")
        .expectFields("reason");
    lock.breakUp(held, "?reason=" + "x".repeat(500)).expect(204);
  }

  @Test
  void otherMethodsAreRefused() {
    for (String call : List.of("/acquire", "/renew", "/release", "/validate")) {
      int status = lock.api.get(lock.path(call)).status();
      assertThat(status).as(call).isIn(404, 405);
    }
    lock.api.delete(lock.path("")).expectProblem(405, "method-not-allowed");
    lock.api.post(lock.path(""), "{}").expectProblem(405, "method-not-allowed");
  }

  private static String nothing() {
    return "00000000-0000-0000-0000-000000000000";
  }
}
