package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queues and their messages over HTTP. */
class QueueIT {
  @Test
  void aQueueIsMadeByItsSettings() {
    QueueApi queue = new QueueApi(Api.shared(), Api.unique("queue"));
    queue.post("messages", "{'body':'x'}").expectProblem(404, "queue-not-found");
    queue.post("receive", "{}").expectProblem(404, "queue-not-found");
    queue.post("ack", "{'receipts':['x']}").expectProblem(404, "queue-not-found");

    JsonNode made = queue.configure("{}").expect(201).json();

    assertThat(made.path("type").asText()).isEqualTo("standard");
    assertThat(made.path("visibilityTimeout").asText()).isEqualTo("PT30S");
    assertThat(made.path("maxReceives").asInt()).isEqualTo(5);
    assertThat(made.path("retention").asText()).isEqualTo("PT336H");
    assertThat(made.path("maxMessageBytes").asInt()).isEqualTo(262_144);
    assertThat(made.path("backoff").path("initial").asText()).isEqualTo("PT1S");
    assertThat(queue.configure("{}").expect(200).json()).isEqualTo(made);
    queue.configure("{'type':'fifo'}").expectProblem(409, "queue-type-fixed");
    queue.api.delete(queue.path("")).expect(204);
    queue.api.delete(queue.path("")).expectProblem(404, "queue-not-found");
    queue.api.get(queue.path("")).expectProblem(404, "queue-not-found");
  }

  @Test
  void whatIsSentIsReceivedAsItWas() {
    QueueApi queue = QueueApi.unique("{}");
    JsonNode sent =
        queue.send(
            "{'body':'{broken\\u0000 ü','contentType':'application/json','priority':3,"
                + "'group':'g','headers':{'a':'1','b':'x y'}}");
    assertThat(sent.path("duplicate").asBoolean(true)).isFalse();

    JsonNode message = queue.take(10).get(0);

    assertThat(message.path("id")).isEqualTo(sent.path("id"));
    assertThat(message.path("body").asText()).isEqualTo("{broken\0 ü");
    assertThat(message.path("contentType").asText()).isEqualTo("application/json");
    assertThat(message.path("headers").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"x y\"}");
    assertThat(message.path("group").asText()).isEqualTo("g");
    assertThat(message.path("priority").asInt()).isEqualTo(3);
    assertThat(message.path("attempts").asInt()).isEqualTo(1);
    assertThat(message.path("sentAt").asText()).isLessThan(message.path("visibleUntil").asText());
    assertThat(queue.settle("ack", message, "")).isEqualTo("ok");
    assertThat(queue.settle("ack", message, "")).isEqualTo("ok");
  }

  @Test
  void bytesComeBackAsBytes() {
    QueueApi queue = QueueApi.unique("{}");
    queue.send("{'base64':'/wABgA=='}");

    JsonNode message = queue.take(1).get(0);

    assertThat(message.path("base64").asText()).isEqualTo("/wABgA==");
    assertThat(message.has("body")).isFalse();
  }

  @Test
  void manyAreSentAtOnceInOrder() {
    QueueApi queue = QueueApi.unique("{}");
    String many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "{'body':'" + i + "'}")
            .collect(Collectors.joining(",", "{'messages':[", "]}"));

    assertThat(queue.send(many).path("messages")).hasSize(1_000);

    assertThat(queue.detail().path("ready").asInt()).isEqualTo(1_000);
    assertThat(QueueApi.bodies(queue.take(3))).containsExactly("0", "1", "2");
    assertThat(queue.detail().path("inFlight").asInt()).isEqualTo(3);
    assertThat(queue.api.post(queue.path("/purge"), "").expect(200).json().path("purged").asInt())
        .isEqualTo(1_000);
    assertThat(queue.take(1)).isEmpty();
    assertThat(
            queue
                .api
                .get("/api/v1/audit?action=queue.purge")
                .json()
                .path("items")
                .findValuesAsText("target"))
        .contains(queue.name);
  }

  @Test
  void aDuplicateIsAnsweredTheFirstId() {
    QueueApi queue = QueueApi.unique("{}");
    JsonNode first = queue.send("{'body':'a','dedupId':'d'}");
    queue.settle("ack", queue.take(1).get(0), "");

    JsonNode second = queue.send("{'body':'b','dedupId':'d'}");

    assertThat(second.path("id")).isEqualTo(first.path("id"));
    assertThat(second.path("duplicate").asBoolean()).isTrue();
    assertThat(queue.take(1)).isEmpty();
  }

  @Test
  void theDeadGoToTheirQueueWithTheirHistory() {
    QueueApi dead = QueueApi.unique("{}");
    QueueApi queue = QueueApi.unique("{'maxReceives':2,'deadLetterQueue':'" + dead.name + "'}");
    JsonNode sent = queue.send("{'body':'bad','headers':{'h':'1'}}");
    for (int i = 0; i < 2; i++) {
      JsonNode message = queue.take(1).get(0);
      assertThat(queue.settle("nack", message, ",'delay':'0s','reason':'no good'")).isEqualTo("ok");
    }

    JsonNode letter = QueueApi.messages(dead.receive("{'wait':'10s'}")).get(0);

    assertThat(letter.path("id")).isEqualTo(sent.path("id"));
    assertThat(letter.path("body").asText()).isEqualTo("bad");
    assertThat(letter.path("headers").path("h").asText()).isEqualTo("1");
    JsonNode how = letter.path("deadLetter");
    assertThat(how.path("from").asText()).isEqualTo(queue.name);
    assertThat(how.path("reason").asText()).isEqualTo("max-receives");
    assertThat(how.path("attempts").asInt()).isEqualTo(2);
    assertThat(how.path("lastError").asText()).isEqualTo("no good");
    assertThat(how.path("firstSentAt").asText()).isNotEmpty();
    assertThat(queue.take(1)).isEmpty();
  }

  @Test
  void withoutSuchAQueueTheyStayAsDead() {
    QueueApi queue = QueueApi.unique("{'maxReceives':1}");
    queue.send("{'body':'bad'}");
    queue.settle("nack", queue.take(1).get(0), "");

    LockApi.soon().until(() -> queue.peek("?state=dead").json().path("items").size() == 1);

    assertThat(queue.detail().path("dead").asInt()).isEqualTo(1);
    assertThat(queue.detail().path("ready").asInt()).isZero();
  }

  @Test
  void messagesAreLookedAtByState() {
    QueueApi queue = QueueApi.unique("{}");
    for (String more : List.of("", ",'group':'g'", ",'headers':{'k':'v'}", ",'delay':'1h'")) {
      queue.send("{'body':'b'" + more + "}");
    }
    queue.take(1);

    assertThat(items(queue.peek(""))).isEqualTo(2);
    assertThat(items(queue.peek("?state=in-flight"))).isEqualTo(1);
    assertThat(items(queue.peek("?state=delayed"))).isEqualTo(1);
    assertThat(items(queue.peek("?state=ready&group=g"))).isEqualTo(1);
    assertThat(items(queue.peek("?header=k:v"))).isEqualTo(1);
    assertThat(items(queue.peek("?header=k:w"))).isZero();
    JsonNode page = queue.peek("?limit=1").expect(200).json();
    assertThat(items(queue.peek("?limit=1&after=" + page.path("next").asText()))).isEqualTo(1);
    queue.peek("?state=lost").expectProblem(400, "invalid-request").expectFields("state");
  }

  private static int items(Api.Answer answer) {
    return answer.expect(200).json().path("items").size();
  }

  @Test
  void listsAndKeysReachAsFarAsTheirScopes() {
    QueueApi queue = QueueApi.unique("{}");
    QueueApi other = QueueApi.unique("{}");
    Api reader = queue.api.withNewKey("read", "queue:" + queue.name);
    Api writer = queue.api.withNewKey("write", "queue:" + queue.name);

    assertThat(
            reader.get("/api/v1/queues").expect(200).json().path("items").findValuesAsText("queue"))
        .containsExactly(queue.name);
    queue.as(reader).peek("").expect(200);
    queue.as(reader).post("receive", "{}").expectProblem(403, "forbidden");
    queue.as(writer).send("{'body':'x'}");
    queue.as(writer).configure("{}").expectProblem(403, "forbidden");
    other.as(writer).post("messages", "{'body':'x'}").expectProblem(403, "forbidden");
  }
}
