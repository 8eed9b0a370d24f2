package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Receiving, and waiting for something to come. */
class QueueReceiveIT {
  private final QueueApi queue = QueueApi.unique("{}");

  @Test
  void whoWaitsIsGivenWhatComes() {
    CompletableFuture<Api.Answer> waiting = queue.receiveLater("{'wait':'20s'}");
    queue.send("{'body':'a'}");

    List<JsonNode> given = QueueApi.messages(waiting.orTimeout(10, TimeUnit.SECONDS).join());

    assertThat(QueueApi.bodies(given)).containsExactly("a");
  }

  /** Not all of them ask at once. */
  @Test
  void allWhoWaitAreGivenWhatThereIs() {
    List<CompletableFuture<Api.Answer>> waiting = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      waiting.add(queue.receiveLater("{'wait':'30s'}"));
      bodies.add("{'body':'a'}");
    }

    queue.send("{'messages':[" + String.join(",", bodies) + "]}");

    for (CompletableFuture<Api.Answer> receiver : waiting) {
      assertThat(QueueApi.messages(receiver.orTimeout(10, TimeUnit.SECONDS).join())).hasSize(1);
    }
  }

  @Test
  void aWaitEndsWithNothing() {
    assertThat(queue.receive("{'wait':'300ms'}").json().toString()).isEqualTo("{\"messages\":[]}");
  }

  @Test
  void aDelayedMessageWakesWhoWaits() {
    queue.send("{'body':'a','delay':'700ms'}");
    assertThat(queue.take(1)).isEmpty();

    List<JsonNode> given = QueueApi.messages(queue.receive("{'wait':'20s'}"));

    assertThat(QueueApi.bodies(given)).containsExactly("a");
  }

  @Test
  void anExpiredMessageWakesWhoWaits() {
    queue.send("{'body':'a'}");
    JsonNode first = QueueApi.messages(queue.receive("{'visibilityTimeout':'500ms'}")).get(0);

    JsonNode again = QueueApi.messages(queue.receive("{'wait':'20s'}")).get(0);

    assertThat(again.path("attempts").asInt()).isEqualTo(2);
    assertThat(queue.settle("ack", first, "")).isEqualTo("receipt-expired");
    assertThat(queue.settle("nack", first, "")).isEqualTo("receipt-expired");
    assertThat(queue.settle("extend", first, ",'visibilityTimeout':'1m'"))
        .isEqualTo("receipt-expired");
    assertThat(queue.settle("ack", again, "")).isEqualTo("ok");
  }

  @Test
  void eachReceiptIsAnsweredByItself() {
    queue.send("{'messages':[{'body':'a'},{'body':'b'}]}");
    List<JsonNode> held = queue.take(2);
    String first = held.get(0).path("receipt").asText();
    String second = held.get(1).path("receipt").asText();

    JsonNode results =
        queue
            .post("ack", "{'receipts':['" + first + "','rubbish','" + second + "']}")
            .expect(200)
            .json()
            .path("results");

    assertThat(results.findValuesAsText("receipt")).containsExactly(first, "rubbish", second);
    assertThat(results.findValuesAsText("ok")).containsExactly("true", "false", "true");
    assertThat(results.path(1).path("code").asText()).isEqualTo("receipt-invalid");
  }

  @Test
  void whatIsGivenBackWakesWhoWaits() {
    queue.send("{'body':'a'}");
    JsonNode held = queue.take(1).get(0);
    CompletableFuture<Api.Answer> waiting = queue.receiveLater("{'wait':'20s'}");

    assertThat(queue.settle("extend", held, ",'visibilityTimeout':'0s'")).isEqualTo("ok");

    List<JsonNode> given = QueueApi.messages(waiting.orTimeout(10, TimeUnit.SECONDS).join());
    assertThat(QueueApi.bodies(given)).containsExactly("a");
  }

  @Test
  void anAttemptIsAnsweredTheSameAgain() {
    queue.send("{'messages':[{'body':'a'},{'body':'b'}]}");
    String body = "{'attempt':'mine'}";

    JsonNode first = queue.receive(body).json();

    assertThat(queue.receive(body).json()).isEqualTo(first);
    assertThat(QueueApi.bodies(queue.take(2))).containsExactly("b");
  }

  @Test
  void aClientThatIsGoneIsGivenNothing() throws IOException {
    try (Socket gone = RawHttp.post(queue.api, queue.path("/receive"), "{\"wait\":\"60s\"}")) {
      assertThat(gone.isConnected()).isTrue();
    }
    queue.send("{'body':'a'}");

    JsonNode message = QueueApi.messages(queue.receive("{'wait':'10s'}")).get(0);

    assertThat(message.path("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void aFifoQueueGivesAGroupToOneAtATime() {
    QueueApi fifo = QueueApi.unique("{'type':'fifo'}");
    fifo.send(
        "{'messages':[{'body':'1','group':'a'},{'body':'2','group':'a'},{'body':'3','group':'b'},"
            + "{'body':'4','group':'a'}]}");
    List<JsonNode> first = fifo.take(2);
    assertThat(QueueApi.bodies(first)).containsExactly("1", "2");
    assertThat(QueueApi.bodies(fifo.take(10))).containsExactly("3");
    fifo.settle("ack", first.get(0), "");
    CompletableFuture<Api.Answer> waiting = fifo.receiveLater("{'wait':'20s','max':10}");
    assertThat(fifo.take(10)).isEmpty();

    fifo.settle("ack", first.get(1), "");

    List<JsonNode> given = QueueApi.messages(waiting.orTimeout(10, TimeUnit.SECONDS).join());
    assertThat(QueueApi.bodies(given)).containsExactly("4");
  }
}
