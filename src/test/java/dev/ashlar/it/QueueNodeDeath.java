package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What becomes of the messages that a node had in its hands when it died. */
final class QueueNodeDeath {
  private static final int MESSAGES = 20;

  private final QueueApi survivor;
  private final QueueApi dying;
  private final QueueApi dead;
  private final QueueApi source;
  private final JsonNode redrive;
  private final CompletableFuture<Api.Answer> waiting;

  /** Gives the second node work: messages in flight, a long poll, a redrive. */
  QueueNodeDeath(Api survivor, Api dying) {
    this.survivor = new QueueApi(survivor, Api.unique("queue"));
    this.dying = this.survivor.as(dying);
    this.survivor.configure("{'visibilityTimeout':'3s'}").expect(201);
    this.dead = QueueApi.unique(dying, "{}");
    this.source = dead.source();
    for (int i = 0; i < 4; i++) {
      source.die("{'body':'" + i + "'}");
    }
    dead.awaitReady(4);
    redrive = dead.post("redrive", "{'ratePerSecond':1}").expect(202).json();
    waiting = QueueApi.unique(dying, "{}").receiveLater("{'wait':'60s'}");
    this.dying.send(
        IntStream.range(0, MESSAGES)
            .mapToObj(i -> "{'body':'" + i + "'}")
            .collect(Collectors.joining(",", "{'messages':[", "]}")));
    List<JsonNode> held = this.dying.take(MESSAGES / 2);
    assertThat(held).hasSize(MESSAGES / 2);
    for (JsonNode done : held.subList(0, 3)) {
      assertThat(this.dying.settle("ack", done, "")).isEqualTo("ok");
    }
  }

  /** After its end: what was acknowledged is done, all else comes, and the redrive goes on. */
  void check() {
    assertThat(waiting).isCompletedExceptionally();
    List<String> bodies = new ArrayList<>();
    while (bodies.size() < MESSAGES - 3) {
      List<JsonNode> given =
          QueueApi.messages(survivor.receive("{'max':100,'wait':'10s','visibilityTimeout':'1h'}"));
      assertThat(given).as("after %s", bodies).isNotEmpty();
      bodies.addAll(QueueApi.bodies(given));
    }
    assertThat(bodies)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(3, MESSAGES).mapToObj(Integer::toString).toList());
    assertThat(survivor.take(1)).isEmpty();
    JsonNode done = dead.as(survivor.api).awaitRedrive(redrive);
    assertThat(done.path("state").asText()).isEqualTo("done");
    assertThat(done.path("moved").asInt()).isEqualTo(4);
    assertThat(source.as(survivor.api).detail().path("ready").asInt()).isEqualTo(4);
  }
}
