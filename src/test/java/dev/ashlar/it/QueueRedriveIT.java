package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters that live again. */
class QueueRedriveIT {
  private final QueueApi dead = QueueApi.unique("{}");

  @Test
  void eachGoesBackToWhereItDied() {
    QueueApi first = dead.source();
    QueueApi second = dead.source();
    first.die("{'body':'a','priority':7,'headers':{'h':'1'}}");
    second.die("{'body':'b'}");
    dead.awaitReady(2);
    dead.send("{'body':'never died'}");

    Api.Answer begun = dead.post("redrive", "{}").expect(202);

    String path = begun.header("Location").replaceAll("^https?://[^/]+", "");
    assertThat(path).isEqualTo(dead.path("/redrives/" + begun.json().path("id").asText()));
    JsonNode done = dead.awaitRedrive(begun.json());
    assertThat(done.path("state").asText()).isEqualTo("done");
    assertThat(done.path("moved").asInt()).isEqualTo(2);
    assertThat(done.path("skipped").asInt()).isZero();
    assertThat(done.path("total").asInt()).isEqualTo(2);
    JsonNode again = first.take(1).get(0);
    assertThat(again.path("body").asText()).isEqualTo("a");
    assertThat(again.path("headers").path("h").asText()).isEqualTo("1");
    assertThat(again.path("priority").asInt()).isEqualTo(7);
    assertThat(again.path("attempts").asInt()).isEqualTo(1);
    assertThat(again.has("deadLetter")).isFalse();
    assertThat(QueueApi.bodies(second.take(1))).containsExactly("b");
    assertThat(QueueApi.bodies(dead.take(10))).containsExactly("never died");
  }

  @Test
  void someGoToAnotherQueue() {
    QueueApi other = QueueApi.unique("{}");
    QueueApi source = dead.source();
    source.die("{'body':'a','headers':{'kind':'x'},'group':'g'}");
    source.die("{'body':'b','headers':{'kind':'y'},'group':'g'}");
    source.die("{'body':'c','headers':{'kind':'x'},'group':'h'}");
    dead.awaitReady(3);

    JsonNode done =
        dead.redrive(
            "{'to':'"
                + other.name
                + "','filter':{'header':'kind:x','group':'g',"
                + "'since':'2026-01-01T00:00:00Z'}}");

    assertThat(done.path("total").asInt()).isEqualTo(1);
    assertThat(done.path("to").asText()).isEqualTo(other.name);
    assertThat(QueueApi.bodies(other.take(10))).containsExactly("a");
    assertThat(dead.detail().path("ready").asInt()).isEqualTo(2);
    assertThat(dead.redrive("{'filter':{'until':'2026-01-01T00:00:00Z'}}").path("total").asInt())
        .isZero();
  }

  @Test
  void ofAQueueThatKeepsItsOwnDead() {
    QueueApi queue = QueueApi.unique("{'maxReceives':1}");
    queue.die("{'body':'a','priority':5}");
    LockApi.soon().until(() -> queue.detail().path("dead").asInt() == 1);

    assertThat(queue.redrive("{}").path("moved").asInt()).isEqualTo(1);

    JsonNode message = queue.take(1).get(0);
    assertThat(message.path("body").asText()).isEqualTo("a");
    assertThat(message.path("priority").asInt()).isEqualTo(5);
    assertThat(queue.detail().path("dead").asInt()).isZero();
  }

  @Test
  void chosenOnesAreEdited() {
    QueueApi source = dead.source();
    JsonNode sent = source.die("{'body':'wrong','headers':{'h':'1'},'contentType':'text/plain'}");
    source.die("{'body':'other'}");
    dead.awaitReady(2);

    JsonNode done =
        dead.redrive("{'ids':['" + sent.path("id").asText() + "'],'edit':{'body':'right'}}");

    assertThat(done.path("moved").asInt()).isEqualTo(1);
    JsonNode message = source.take(10).get(0);
    assertThat(message.path("id")).isEqualTo(sent.path("id"));
    assertThat(message.path("body").asText()).isEqualTo("right");
    assertThat(message.path("headers").path("h").asText()).isEqualTo("1");
    assertThat(message.path("contentType").asText()).isEqualTo("text/plain");
    assertThat(QueueApi.bodies(dead.take(10))).containsExactly("other");
  }

  @Test
  void whatCannotGoBackIsSkipped() {
    QueueApi source = dead.source();
    source.die("{'body':'a'}");
    dead.awaitReady(1);
    source.api.delete(source.path("")).expect(204);

    JsonNode done = dead.redrive("{}");

    assertThat(done.path("moved").asInt()).isZero();
    assertThat(done.path("skipped").asInt()).isEqualTo(1);
    assertThat(dead.detail().path("ready").asInt()).isEqualTo(1);
  }

  @Test
  void oneIsSlowAndCancelled() {
    QueueApi source = dead.source();
    for (String body : List.of("a", "b", "c", "d", "e")) {
      source.die("{'body':'" + body + "'}");
    }
    dead.awaitReady(5);
    JsonNode begun = dead.post("redrive", "{'ratePerSecond':1}").expect(202).json();
    String path = dead.path("/redrives/" + begun.path("id").asText());
    LockApi.soon().until(() -> source.detail().path("ready").asInt() == 1);
    assertThat(dead.api.get(path).expect(200).json().path("state").asText()).isEqualTo("running");

    JsonNode cancelled = dead.api.post(path + "/cancel", "").expect(200).json();

    assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
    assertThat(cancelled.path("moved").asInt()).isBetween(1, 3);
    assertThat(dead.api.post(path + "/cancel", "").expect(200).json()).isEqualTo(cancelled);
    assertThat(dead.api.get(dead.path("/redrives")).json().path("items").path(0))
        .isEqualTo(cancelled);
    assertThat(source.detail().path("ready")).isEqualTo(cancelled.path("moved"));
    assertThat(dead.redrive("{}").path("state").asText()).isEqualTo("done");
    assertThat(source.detail().path("ready").asInt()).isEqualTo(5);
  }

  @Test
  void onlyWithinTheScopesOfTheKey() {
    QueueApi source = dead.source();
    source.die("{'body':'a'}");
    dead.awaitReady(1);
    Api writer = dead.api.withNewKey("write", "queue:" + dead.name);

    dead.as(writer).post("redrive", "{}").expectProblem(403, "forbidden");
    dead.as(writer).post("redrive", "{'to':'" + source.name + "'}").expectProblem(403, "forbidden");
    Api both = dead.api.withNewKey("write", "queue:" + dead.name, "queue:" + source.name);
    dead.as(both).post("redrive", "{}").expect(202);
  }

  /** Its origin was not to be seen when the redrive began. */
  @Test
  void whatIsReturnedMeanwhileIsHeldAgainstTheScopesToo() {
    QueueApi source = dead.source();
    QueueApi other = dead.source();
    source.die("{'body':'a'}");
    source.die("{'body':'b'}");
    other.die("{'body':'c'}");
    dead.awaitReady(3);
    List<JsonNode> held = dead.take(3);
    held.subList(0, 2).forEach(letter -> dead.settle("nack", letter, ",'delay':'0s'"));
    Api both = dead.api.withNewKey("write", "queue:" + dead.name, "queue:" + source.name);

    JsonNode begun = dead.as(both).post("redrive", "{'ratePerSecond':1}").expect(202).json();
    assertThat(dead.settle("nack", held.get(2), ",'delay':'0s'")).isEqualTo("ok");
    JsonNode done = dead.awaitRedrive(begun);

    assertThat(done.path("moved").asInt()).isEqualTo(2);
    assertThat(done.path("skipped").asInt()).isEqualTo(1);
    assertThat(other.take(1)).isEmpty();
    assertThat(QueueApi.bodies(dead.take(3))).containsExactly("c");
  }

  /** It would hold up whoever empties a segment, and he all that is written meanwhile. */
  @Test
  void noTransactionIsOpenWhileAStepWaitsItsTurn() throws SQLException {
    QueueApi source = dead.source();
    source.die("{'body':'a'}");
    dead.awaitReady(1);
    JsonNode begun;
    try (Connection other = AshlarServer.shared().connect();
        Connection watch = AshlarServer.shared().connect()) {
      other.setAutoCommit(false);
      assertThat(
              number(
                  other,
                  "SELECT count(*) FROM (SELECT FROM ashlar_queue.queue WHERE name = '"
                      + source.name
                      + "' FOR UPDATE) AS held"))
          .isEqualTo(1);
      begun = dead.post("redrive", "{}").expect(202).json();
      LockApi.soon()
          .until(
              () ->
                  number(
                          watch,
                          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                              + " AND query LIKE '%ashlar_queue.queue%'")
                      > 0);

      LockApi.within(Duration.ofSeconds(2))
          .until(
              () ->
                  number(
                          watch,
                          "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                              + " JOIN pg_stat_activity s ON s.pid = l.pid"
                              + " WHERE c.relname LIKE 'message%'"
                              + " AND s.state = 'idle in transaction'")
                      == 0);
      other.rollback();
    }
    assertThat(dead.awaitRedrive(begun).path("moved").asInt()).isEqualTo(1);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'to':'not-there'} | to",
        "{'to':'-'} | to",
        "{'ratePerSecond':0} | ratePerSecond",
        "{'ids':[]} | ids",
        "{'edit':{'body':'a'}} | edit",
        "{'ids':['00000000-0000-0000-0000-000000000000'],'edit':{}} | edit",
        "{'ids':['00000000-0000-0000-0000-000000000000'],'edit':{'body':'\\ud800'}} | edit.body",
        "{'filter':{'header':'h'}} | filter.header",
        "{'filter':{'state':'dead'}} | filter.state",
      })
  void badInput(String body, String field) {
    dead.post("redrive", body).expectProblem(400, "invalid-request").expectFields(field);
  }

  @Test
  void whatIsNotThere() {
    QueueApi none = new QueueApi(dead.api, Api.unique("queue"));

    none.post("redrive", "{}").expectProblem(404, "queue-not-found");
    none.api.get(none.path("/redrives")).expectProblem(404, "queue-not-found");
    dead.api.get(dead.path("/redrives/1")).expectProblem(404, "redrive-not-found");
    dead.api.get(dead.path("/redrives/x")).expectProblem(400, "invalid-request");
  }
}
