package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several operations that happen together. */
class KvTransactionsIT {
  private final KvBucketApi bucket = KvBucketApi.unique("transactions");
  private final Api api = bucket.api;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'revision':2 | true",
        "'revision':1 | false",
        "'version':2 | true",
        "'version':1 | false",
        "'exists':true | true",
        "'exists':false | false",
        "'value':'two' | true",
        "'value':'one' | false",
        "'revision':2,'version':2,'exists':true,'value':'two' | true",
        "'revision':2,'version':9 | false"
      })
  void eachCompareChoosesTheBranch(String compare, boolean holds) {
    bucket.put("a", "one");
    bucket.put("a", "two");

    JsonNode answer =
        bucket
            .transact(
                "{'if':[{'key':'a',"
                    + compare
                    + "}],'then':[{'put':{'key':'then','value':'x'}}],"
                    + "'else':[{'put':{'key':'else','value':'x'}},{'get':{'key':'a'}}]}")
            .expect(200)
            .json();

    assertThat(answer.path("succeeded").asBoolean()).isEqualTo(holds);
    assertThat(answer.path("revision").asLong()).isEqualTo(3);
    assertThat(answer.path("results")).hasSize(holds ? 1 : 2);
    assertThat(bucket.keys("")).containsExactlyInAnyOrder("a", holds ? "then" : "else");
  }

  @Test
  void anAbsentKeyHasRevisionAndVersionZero() {
    JsonNode answer =
        bucket
            .transact(
                "{'if':[{'key':'a','revision':0},{'key':'a','version':0},{'key':'a','exists':false}],"
                    + "'then':[{'put':{'key':'a','value':'x'}}]}")
            .expect(200)
            .json();

    assertThat(answer.path("succeeded").asBoolean()).isTrue();
    assertThat(answer.path("revision").asLong()).isEqualTo(1);
  }

  @Test
  void everyOperationIsAnswered() {
    bucket.put("a", "one");
    bucket.put("b", "two");
    try (KvWatch watch = KvWatch.open(api, bucket.name, "?from=2")) {
      JsonNode answer =
          bucket
              .transact(
                  "{'then':[{'get':{'key':'a'}},{'put':{'key':'a','base64':'AP8=','contentType':'x/y'}},"
                      + "{'get':{'key':'a'}},{'delete':{'key':'b'}},{'delete':{'key':'none'}},"
                      + "{'get':{'key':'none'}},{'put':{'key':'c','value':'grün'}}]}")
              .expect(200)
              .json();

      JsonNode results = answer.path("results");
      assertThat(answer.path("succeeded").asBoolean()).isTrue();
      assertThat(results).hasSize(7);
      assertThat(results.at("/0/bucket").asText()).isEqualTo(bucket.name);
      assertThat(results.at("/0/value").asText()).isEqualTo("one");
      assertThat(results.at("/1/revision").asLong()).isEqualTo(3);
      assertThat(results.at("/1/version").asLong()).isEqualTo(2);
      assertThat(results.at("/1/contentType").asText()).isEqualTo("x/y");
      assertThat(results.at("/2/base64").asText()).isEqualTo("AP8=");
      assertThat(results.get(3)).isEqualTo(json("{\"deleted\":true}"));
      assertThat(results.get(4)).isEqualTo(json("{\"deleted\":false}"));
      assertThat(results.get(5).isNull()).isTrue();
      assertThat(results.at("/6/revision").asLong()).isEqualTo(3);
      watch.changes(3);
      assertThat(watch.shown()).containsExactly("3 put a", "3 delete b", "3 put c");
      assertThat(watch.changes()).extracting(KvWatch.Event::id).containsExactly("3-2", "3-1", "3");
    }
    assertThat(bucket.revision()).isEqualTo(3);
    assertThat(bucket.value("c")).isEqualTo("grün");
  }

  @Test
  void whatOnlyReadsTakesNoRevision() {
    bucket.put("a", "one");

    JsonNode answer =
        bucket.transact("{'then':[{'get':{'key':'a'}},{'delete':{'key':'b'}}]}").json();
    assertThat(answer.path("revision").asLong()).isEqualTo(1);
    assertThat(bucket.transact("{}").expect(200).json().path("succeeded").asBoolean()).isTrue();
    assertThat(bucket.revision()).isEqualTo(1);
  }

  @Test
  void oneRefusalAndNothingHappened() {
    bucket.configure("{'maxKeys':2,'maxValueBytes':10}").expect(201);
    bucket.put("a", "one");

    bucket
        .transact(
            "{'then':[{'put':{'key':'a','value':'two'}},{'put':{'key':'b','value':'x'}},"
                + "{'put':{'key':'c','value':'x'}}]}")
        .expectProblem(409, "quota-exceeded");
    bucket
        .transact(
            "{'then':[{'delete':{'key':'a'}},{'put':{'key':'b','value':'more than ten bytes'}}]}")
        .expectProblem(413, "payload-too-large");

    assertThat(bucket.value("a")).isEqualTo("one");
    assertThat(bucket.keys("")).containsExactly("a");
    assertThat(bucket.revision()).isEqualTo(1);
    bucket.transact("{'then':[{'put':{'key':'b','value':'x'}}]}").expect(200);
    assertThat(bucket.revision()).isEqualTo(2);
  }

  @Test
  void aThousandOperationsAreDoneTogetherAndNotOneMore() {
    bucket.transact(many(1_001)).expectProblem(400, "invalid-request").expectFields("then");
    bucket
        .transact(many(1_001).replace("then", "else"))
        .expectProblem(400, "invalid-request")
        .expectFields("else");
    String compares =
        IntStream.range(0, 1_001)
            .mapToObj(i -> "{'key':'k','exists':false}")
            .collect(Collectors.joining(","));
    bucket
        .transact("{'if':[" + compares + "]}")
        .expectProblem(400, "invalid-request")
        .expectFields("if");
    api.get(bucket.path("/keys")).expectProblem(404, "bucket-not-found");

    JsonNode answer = bucket.transact(many(1_000)).expect(200).json();
    assertThat(answer.path("results")).hasSize(1_000);
    JsonNode listed = bucket.list("?limit=1000&count=true");
    assertThat(listed.path("count").asInt()).isEqualTo(1_000);
    assertThat(listed.path("items").findValues("revision"))
        .allSatisfy(revision -> assertThat(revision.asLong()).isEqualTo(1));
    bucket.transact("{'if':[" + compares.substring(compares.indexOf("},") + 2) + "]}").expect(200);
  }

  /** A batch is watched across pages of the feed, which are of 1,000 changes. */
  @Test
  void largeTransactionsAreWatchedWhole() {
    try (KvWatch before = watchFromFirst()) {
      bucket.transact(many(1_000)).expect(200);
      bucket.transact(many(700)).expect(200);
      bucket.transact(many(1_000)).expect(200);
      try (KvWatch after = KvWatch.open(api, bucket.name, "?from=1")) {
        before.changes(2_700);
        after.changes(2_700);
        assertThat(before.shown()).hasSize(2_700).doesNotHaveDuplicates();
        assertThat(after.shown()).isEqualTo(before.shown());
      }
      List<KvWatch.Event> changes = before.changes();
      try (KvWatch resumed =
          KvWatch.open(api, bucket.name, "", "Last-Event-ID", changes.get(1_300).id())) {
        resumed.changes(2_700 - 1_301);
        assertThat(resumed.shown()).isEqualTo(before.shown().subList(1_301, 2_700));
      }
    }
    int items = 0;
    long next = 1;
    while (next < 4) {
      JsonNode poll =
          api.get(bucket.path("/watch?wait=10s&from=" + next), "Accept", "application/json")
              .expect(200)
              .json();
      items += poll.path("items").size();
      next = poll.path("next").asLong();
    }
    assertThat(items).isEqualTo(2_700);
  }

  private KvWatch watchFromFirst() {
    bucket.put("first", "x");
    return KvWatch.open(api, bucket.name, "?from=1");
  }

  /** Money moves between accounts; there is never more or less of it. */
  @Test
  void transactionsOfManyAreAsIfOneAfterTheOther() {
    for (int i = 0; i < 4; i++) {
      bucket.put("account" + i, "100");
    }
    List<CompletableFuture<Void>> movers =
        IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(() -> move(i))).toList();
    movers.forEach(CompletableFuture::join);

    for (long revision = 4; revision <= bucket.revision(); revision++) {
      int sum = 0;
      for (JsonNode item : bucket.list("?values=true&revision=" + revision).path("items")) {
        sum += item.path("value").asInt();
      }
      assertThat(sum).as("at revision %s", revision).isEqualTo(400);
    }
    assertThat(bucket.revision()).isEqualTo(4 + 28);
  }

  private void move(int mover) {
    int done = 0;
    for (int i = mover; done < 7; i++) {
      String from = "account" + i % 4;
      String to = "account" + (i + 1 + mover % 3) % 4;
      JsonNode got =
          bucket
              .transact("{'then':[{'get':{'key':'%s'}},{'get':{'key':'%s'}}]}".formatted(from, to))
              .expect(200)
              .json()
              .path("results");
      int left = got.at("/0/value").asInt() - 1;
      int more = got.at("/1/value").asInt() + 1;
      JsonNode answer =
          bucket
              .transact(
                  ("{'if':[{'key':'%1$s','revision':%2$s},{'key':'%3$s','revision':%4$s}],"
                          + "'then':[{'put':{'key':'%1$s','value':'%5$s'}},"
                          + "{'put':{'key':'%3$s','value':'%6$s'}}]}")
                      .formatted(
                          from, got.at("/0/revision"), to, got.at("/1/revision"), left, more))
              .expect(200)
              .json();
      done += answer.path("succeeded").asBoolean() ? 1 : 0;
    }
  }

  @Test
  void theSameAgainWithAnIdempotencyKeyIsDoneOnce() {
    bucket.put("a", "one");
    String body = "{'then':[{'get':{'key':'a'}},{'put':{'key':'a','value':'two'}}]}";
    String once = Api.unique("once");

    JsonNode first = bucket.transact(body, "Idempotency-Key", once).expect(200).json();
    JsonNode again = bucket.transact(body, "Idempotency-Key", once).expect(200).json();

    assertThat(again).isEqualTo(first);
    assertThat(bucket.revision()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'then':[{}]}",
        "{'then':[null]}",
        "{'then':[{'put':{'key':'a','value':'x'},'get':{'key':'a'}}]}",
        "{'then':[{'put':{'key':'a'}}]}",
        "{'then':[{'put':{'key':'a','value':'x','base64':'eA=='}}]}",
        "{'then':[{'put':{'key':'a','base64':'!'}}]}",
        "{'then':[{'put':{'value':'x'}}]}",
        "{'then':[{'put':{'key':'','value':'x'}}]}",
        "{'then':[{'put':{'key':'a','value':'x','ttl':'-1s'}}]}",
        "{'then':[{'put':{'key':'a','value':'x','contentType':'none'}}]}",
        "{'then':[{'put':{'key':'\\u0000','value':'x'}}]}",
        "{'then':[{'put':{'key':'\\ud800','value':'x'}}]}",
        "{'then':[{'put':{'key':'a','value':'\\ud800'}}]}",
        "{'then':[{'delete':{}}]}",
        "{'then':[{'get':{'key':''}}]}",
        "{'if':[{'key':'a'}]}",
        "{'if':[{'exists':true}]}",
        "{'if':[null]}",
        "{'then':[{'put':{'key':'a','value':'x'}},{'put':{'key':'a','value':'y'}}]}",
        "{'then':[{'put':{'key':'a','value':'x'}},{'delete':{'key':'a'}}]}",
        "{'else':[{'delete':{'key':'a'}},{'delete':{'key':'a'}}]}"
      })
  void aTransactionThatIsNone(String body) {
    bucket.transact(body).expectProblem(400, "invalid-request");
    api.get(bucket.path("/keys")).expectProblem(404, "bucket-not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "1",
        "{'and':[]}",
        "{'then':{}}",
        "{'then':[{'put':{'key':'a','value':1}}]}",
        "{'then':[{'increment':{'key':'a'}}]}",
        "{'if':[{'key':'a','revision':'1'}]}",
        "{'if':[{'key':'a','revision':1.5}]}",
        "{'if':[{'key':'a','exists':'true'}]}"
      })
  void aBodyThatIsNoTransaction(String body) {
    assertThat(bucket.transact(body).expect(400).json().path("code").asText())
        .isIn("malformed-json", "invalid-request");
    api.get(bucket.path("/keys")).expectProblem(404, "bucket-not-found");
  }

  @Test
  void sizesAndMediaTypes() {
    String large = "x".repeat((1 << 20) + 1);
    bucket
        .transact("{'then':[{'put':{'key':'a','value':'" + large + "'}}]}")
        .expectProblem(413, "payload-too-large");
    bucket.transact(" ".repeat(17 << 20) + "{}").expectProblem(413, "payload-too-large");
    bucket
        .transact("{}", "Content-Type", "text/plain")
        .expectProblem(415, "unsupported-media-type");
    Api reader = api.withNewKey("read", "*");
    bucket.as(reader).transact("{}").expectProblem(403, "forbidden");
    api.get(bucket.path("/keys")).expectProblem(404, "bucket-not-found");
  }

  @Test
  void largeValuesAreComparedAndRead() {
    String large = "ü".repeat(300_000);
    bucket.put("a", large);

    JsonNode answer =
        bucket
            .transact("{'if':[{'key':'a','value':'" + large + "'}],'then':[{'get':{'key':'a'}}]}")
            .expect(200)
            .json();
    assertThat(answer.path("succeeded").asBoolean()).isTrue();
    assertThat(answer.at("/results/0/value").asText()).isEqualTo(large);
  }

  private static String many(int operations) {
    return IntStream.range(0, operations)
        .mapToObj("{'put':{'key':'k%1$04d','value':'%1$s'}}"::formatted)
        .collect(Collectors.joining(",", "{'then':[", "]}"));
  }

  private static JsonNode json(String text) {
    try {
      return Api.JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
