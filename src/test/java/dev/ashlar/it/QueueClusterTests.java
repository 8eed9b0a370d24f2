package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Queues of two nodes on one database; run by {@link ClusterIT}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class QueueClusterTests {
  private final StockPostgres postgres = ClusterIT.POSTGRES;
  private final Api a = ClusterIT.a;
  private final Api b = ClusterIT.b;

  private QueueApi onA;
  private QueueApi onB;

  @BeforeEach
  void newQueue() {
    onA = new QueueApi(a, Api.unique("queue"));
    onB = onA.as(b);
    onA.configure("{}").expect(201);
  }

  @Test
  @Order(1)
  void whatOneStoresTheOtherHandsOutAtOnce() {
    for (int i = 0; i < 20; i++) {
      QueueApi sending = i % 2 == 0 ? onA : onB;
      QueueApi receiving = i % 2 == 0 ? onB : onA;
      CompletableFuture<Api.Answer> waiting = receiving.receiveLater("{'wait':'20s'}");

      sending.send("{'body':'" + i + "'}");

      LockApi.within(Duration.ofMillis(700)).until(waiting::isDone);
      List<JsonNode> given = QueueApi.messages(waiting.join());
      assertThat(QueueApi.bodies(given)).containsExactly("" + i);
      assertThat(sending.settle("ack", given.get(0), "")).isEqualTo("ok");
    }
  }

  @Test
  @Order(2)
  void aReceiptIsGoodAtTheOtherNode() {
    onA.send("{'messages':[{'body':'1'},{'body':'2'}]}");
    List<JsonNode> held = onA.take(2);
    assertThat(onB.take(2)).isEmpty();

    assertThat(onB.settle("extend", held.get(0), ",'visibilityTimeout':'1h'")).isEqualTo("ok");
    assertThat(onB.settle("nack", held.get(1), ",'delay':'0s'")).isEqualTo("ok");
    assertThat(onA.settle("ack", held.get(1), "")).isEqualTo("receipt-expired");
    assertThat(onB.settle("ack", held.get(0), "")).isEqualTo("ok");
    assertThat(onA.settle("ack", held.get(0), "")).isEqualTo("ok");
    assertThat(QueueApi.bodies(onA.take(2))).containsExactly("2");
  }

  @Test
  @Order(3)
  void clientsOfSqsUseAnyNode() {
    var key = SqsApi.credentialsOf(a, a.createKey("write", "*").json().path("id").asText());
    try (SqsClient clientOfA = sqs(a, key);
        SqsClient clientOfB = sqs(b, key)) {
      CompletableFuture<List<Message>> waiting =
          CompletableFuture.supplyAsync(
              () ->
                  clientOfB
                      .receiveMessage(r -> r.queueUrl(onB.name).waitTimeSeconds(20))
                      .messages());
      clientOfA.sendMessage(m -> m.queueUrl(onA.name).messageBody("a"));

      Message message = waiting.orTimeout(10, TimeUnit.SECONDS).join().get(0);
      clientOfA.deleteMessage(d -> d.queueUrl(onA.name).receiptHandle(message.receiptHandle()));

      assertThat(message.body()).isEqualTo("a");
      assertThat(onB.detail().path("inFlight").asInt()).isZero();
    }
  }

  private static SqsClient sqs(Api node, AwsBasicCredentials key) {
    return SqsApi.client(URI.create(node.base() + "/sqs"), key, configuration -> {});
  }

  @Test
  @Order(4)
  void aGroupIsInOrderWhoeverReceives() {
    QueueApi fifo = new QueueApi(a, Api.unique("fifo"));
    fifo.configure("{'type':'fifo'}").expect(201);
    for (int i = 0; i < 60; i++) {
      QueueApi sending = i % 2 == 0 ? fifo : fifo.as(b);
      sending.send("{'body':'" + i + "','group':'g" + i % 3 + "'}");
    }

    List<String> order = new ArrayList<>();
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> receiveAll(fifo.as(b), order));
    receiveAll(fifo, order);
    other.join();

    assertThat(order).hasSize(60);
    for (int group = 0; group < 3; group++) {
      int rest = group;
      assertThat(order.stream().map(Integer::parseInt).filter(n -> n % 3 == rest).toList())
          .isSorted()
          .hasSize(20);
    }
  }

  private static void receiveAll(QueueApi queue, List<String> order) {
    List<JsonNode> given = QueueApi.messages(queue.receive("{'max':3,'wait':'1s'}"));
    while (!given.isEmpty()) {
      synchronized (order) {
        order.addAll(QueueApi.bodies(given));
      }
      String receipts =
          given.stream()
              .map(message -> "'" + message.path("receipt").asText() + "'")
              .collect(Collectors.joining(",", "{'receipts':[", "]}"));
      queue.post("ack", receipts).expect(200);
      given = QueueApi.messages(queue.receive("{'max':3,'wait':'1s'}"));
    }
  }

  @Test
  @Order(5)
  void theOutboxSendsIfAndOnlyIfTheTransactionCommits() throws SQLException {
    CompletableFuture<Api.Answer> waiting = onB.receiveLater("{'max':10,'wait':'20s'}");
    try (Connection application = postgres.connect();
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      String send = "SELECT ashlar.send('" + onA.name + "', '%s', '{\"h\":\"1\"}')";
      statement.execute(send.formatted("rolled back"));
      application.rollback();
      statement.execute(send.formatted("committed"));
      assertThat(onA.take(10)).isEmpty();
      application.commit();
    }

    LockApi.within(Duration.ofMillis(700)).until(waiting::isDone);
    List<JsonNode> given = QueueApi.messages(waiting.join());
    assertThat(QueueApi.bodies(given)).containsExactly("committed");
    assertThat(given.get(0).path("headers").path("h").asText()).isEqualTo("1");
    assertThat(onA.take(10)).isEmpty();
  }

  @Test
  @Order(6)
  void aClientOfTheOutboxMaySendAndNothingElse() throws SQLException {
    try (Connection application = postgres.connect();
        Statement statement = application.createStatement()) {
      statement.execute("SET ROLE ashlar_client");
      statement.execute("SELECT ashlar.send('" + onA.name + "', 'sent')");
      for (String refused :
          List.of(
              "SELECT * FROM ashlar_queue.outbox",
              "SELECT * FROM ashlar_queue.queue",
              "DELETE FROM ashlar_queue.message",
              "INSERT INTO ashlar_queue.outbox DEFAULT VALUES",
              "SELECT ashlar_queue.empty_segment(0)",
              "SELECT * FROM ashlar_kv.entry",
              "CREATE TABLE ashlar.own (id int)")) {
        assertThatThrownBy(() -> statement.execute(refused))
            .as(refused)
            .hasMessageContaining("permission denied");
      }
    }
    assertThat(QueueApi.bodies(QueueApi.messages(onB.receive("{'wait':'10s'}"))))
        .containsExactly("sent");
  }

  @Test
  @Order(7)
  void aRateOfAGroupHoldsForAllNodesTogether() {
    QueueApi paced = new QueueApi(a, Api.unique("queue"));
    paced.configure("{'perGroup':{'ratePerSecond':2,'concurrency':10}}").expect(201);
    String five =
        IntStream.range(0, 5)
            .mapToObj(i -> "{'body':'" + i + "','group':'g'}")
            .collect(Collectors.joining(",", "{'messages':[", "]}"));
    paced.send(five);
    List<JsonNode> given = new ArrayList<>();

    for (int i = 0; i < 5; i++) {
      QueueApi receiving = i % 2 == 0 ? paced : paced.as(b);
      given.addAll(QueueApi.messages(receiving.receive("{'max':10,'wait':'20s'}")));
      assertThat(given).hasSize(i + 1);
    }

    List<java.time.Instant> times =
        given.stream()
            .map(message -> java.time.Instant.parse(message.path("visibleUntil").asText()))
            .toList();
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i)).isAfterOrEqualTo(times.get(i - 1).plusMillis(500));
    }
  }
}
