package dev.ashlar.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queues refuse. */
class QueueBadInputIT {
  private static final QueueApi QUEUE = QueueApi.unique("{'maxMessageBytes':100}");
  private static final QueueApi FIFO = QueueApi.unique("{'type':'fifo'}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'fifo','perGroup':{'concurrency':2}} | perGroup.concurrency",
        "{'perGroup':{'concurrency':0}} | perGroup.concurrency",
        "{'perGroup':{'ratePerSecond':0}} | perGroup.ratePerSecond",
        "{'visibilityTimeout':'0s'} | visibilityTimeout",
        "{'visibilityTimeout':'13h'} | visibilityTimeout",
        "{'maxReceives':0} | maxReceives",
        "{'retention':'1s'} | retention",
        "{'delay':'15d'} | delay",
        "{'maxMessageBytes':0} | maxMessageBytes",
        "{'dedupWindow':'2h'} | dedupWindow",
        "{'backoff':{'multiplier':0.5}} | backoff.multiplier",
        "{'backoff':{'jitter':2}} | backoff.jitter",
        "{'maxInFlight':0} | maxInFlight",
        "{'deadLetterQueue':'not-there'} | deadLetterQueue",
      })
  void settings(String body, String field) {
    QUEUE.configure(body).expectProblem(400, "invalid-request").expectFields(field);
  }

  @Test
  void unknownAndMistypedSettings() {
    QUEUE.configure("{'colour':'red'}").expectProblem(400, "invalid-request");
    QUEUE.configure("{'type':'stack'}").expectProblem(400, "invalid-request");
    QUEUE.configure("{'maxReceives':'5'}").expectProblem(400, "invalid-request");
    QUEUE.configure("{").expectProblem(400, "malformed-json");
  }

  @Test
  void deadLettersInACircle() {
    QueueApi a = QueueApi.unique("{}");
    QueueApi b = QueueApi.unique("{'deadLetterQueue':'" + a.name + "'}");

    a.configure("{'deadLetterQueue':'" + a.name + "'}")
        .expectProblem(400, "invalid-request")
        .expectFields("deadLetterQueue");
    a.configure("{'deadLetterQueue':'" + b.name + "'}")
        .expectProblem(400, "invalid-request")
        .expectFields("deadLetterQueue");
    FIFO.configure("{'type':'fifo','deadLetterQueue':'" + a.name + "'}")
        .expectProblem(400, "invalid-request")
        .expectFields("deadLetterQueue");
  }

  @Test
  void aDeadLetterQueueIsWithinTheScopesOfWhoChoosesIt() {
    QueueApi queue = QueueApi.unique("{}");
    QueueApi other = QueueApi.unique("{}");
    QueueApi mine = queue.as(queue.api.withNewKey("admin", "queue:" + queue.name));
    String wanted = "{'deadLetterQueue':'" + other.name + "'}";

    mine.configure(wanted).expectProblem(403, "forbidden");
    mine.configure("{'deadLetterQueue':'not-there'}").expectProblem(403, "forbidden");
    queue.configure(wanted).expect(200);
    mine.configure(wanted).expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | body",
        "{'body':'\\ud800'} | body",
        "{'body':'a','base64':'YQ=='} | body",
        "{'base64':'%'} | base64",
        "{'body':'a','priority':10} | priority",
        "{'body':'a','group':''} | group",
        "{'body':'a','dedupId':'\\u0000'} | dedupId",
        "{'body':'a','headers':{'a':null}} | headers",
        "{'body':'a','delay':'14d'} | delay",
        "{'body':'a','delay':'1s','at':'2026-01-01T00:00:00Z'} | delay",
        "{'messages':[]} | messages",
        "{'body':'a','messages':[{'body':'b'}]} | messages",
        "{'messages':[{'body':'a'},{'body':'b','priority':-1}]} | messages[1].priority",
      })
  void messages(String body, String field) {
    QUEUE.post("messages", body).expectProblem(400, "invalid-request").expectFields(field);
  }

  @Test
  void tooManyAndTooLarge() {
    QUEUE
        .post("messages", "{'messages':[" + "{'body':'a'},".repeat(1_000) + "{'body':'a'}]}")
        .expectProblem(400, "invalid-request")
        .expectFields("messages");
    QUEUE
        .post("messages", "{'messages':[{'body':'a'},{'body':'" + "b".repeat(101) + "'}]}")
        .expectProblem(413, "payload-too-large");
    QUEUE.send("{'body':'" + "b".repeat(100) + "'}");
    QUEUE.api.post(QUEUE.path("/purge"), "").expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'body':'a'} | group",
        "{'body':'a','group':'g','priority':1} | priority",
        "{'body':'a','group':'g','delay':'1s'} | delay",
      })
  void messagesOfAFifoQueue(String body, String field) {
    FIFO.post("messages", body).expectProblem(400, "invalid-request").expectFields(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "receive | {'max':0} | max",
        "receive | {'max':101} | max",
        "receive | {'wait':'61s'} | wait",
        "receive | {'visibilityTimeout':'13h'} | visibilityTimeout",
        "receive | {'attempt':''} | attempt",
        "ack | {} | receipts",
        "ack | {'receipts':[]} | receipts",
        "nack | {'receipts':['a'],'delay':'13h'} | delay",
        "extend | {'receipts':['a'],'visibilityTimeout':'13h'} | visibilityTimeout",
      })
  void receivesAndReceipts(String verb, String body, String field) {
    QUEUE.post(verb, body).expectProblem(400, "invalid-request").expectFields(field);
  }

  @Test
  void places() {
    QUEUE
        .api
        .get("/api/v1/queues?after=%00")
        .expectProblem(400, "invalid-request")
        .expectFields("after");
  }

  @Test
  void names() {
    QueueApi bad = new QueueApi(QUEUE.api, "-x");
    bad.configure("{}").expectProblem(400, "invalid-request").expectFields("queue");
    bad.post("messages", "{'body':'a'}").expectProblem(400, "invalid-request");
  }

  @Test
  void mediaTypes() {
    QUEUE
        .api
        .post(QUEUE.path("/messages"), "<a/>", "Content-Type", "text/xml")
        .expectProblem(415, "unsupported-media-type");
  }
}
