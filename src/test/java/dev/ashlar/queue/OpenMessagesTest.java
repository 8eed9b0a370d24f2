package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.platform.http.Page;
import dev.ashlar.queue.OpenMessagesTable.Counted;
import dev.ashlar.queue.OpenMessagesTable.Found;
import dev.ashlar.queue.QueueCommand.Moving;
import dev.ashlar.queue.QueueResult.Surveyed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Messages looked at and counted on a real database, however large and many they are. */
class OpenMessagesTest {
  private static final QueueDatabase DATABASE = new QueueDatabase();
  private static final int LARGE = 1 << 20;
  private static final Selection ALL = Selection.of(MessageFilter.ALL);

  /** The driver fails when it is to hold more than that at once. */
  @Test
  void ofLargeMessagesNoMoreIsReadThanAPageHasRoomFor() throws SQLException {
    DATABASE.create("large", "standard");
    DATABASE.postgres.execute("UPDATE ashlar_queue.queue SET max_message_bytes = " + LARGE);
    for (int i = 0; i < 20; i++) {
      send("large", new byte[LARGE], null);
    }
    OpenMessages open = open("large");
    try (Connection connection =
        DriverManager.getConnection(
            DATABASE.postgres.url() + "?maxResultBuffer=12M", "postgres", "")) {
      connection.setAutoCommit(false);
      OpenMessagesTable table = new OpenMessagesTable(connection);

      Page<Found> first = table.page(open, ALL, 0, 1_000);
      Page<Found> heads = table.heads(open, ALL, 0, 1_000);

      assertThat(first.items()).hasSize(8).allMatch(m -> m.content().body().length == LARGE);
      assertThat(heads.items()).hasSize(8).allMatch(m -> m.content().body().length == 0);
      Page<Found> next = table.page(open, ALL, Long.parseLong("" + first.next()), 1_000);
      assertThat(next.items()).hasSize(8);
      Page<Found> last = table.page(open, ALL, Long.parseLong("" + next.next()), 1_000);
      assertThat(last.items()).hasSize(4);
      assertThat(last.next()).isNull();
    }
  }

  @Test
  void headersCountAsWell() {
    DATABASE.create("headers", "standard");
    for (int i = 0; i < 3; i++) {
      send("headers", new byte[0], "{\"h\":\"" + "x".repeat(5 << 20) + "\"}");
    }
    OpenMessages open = open("headers");

    Page<Found> first = DATABASE.inTransaction(c -> new OpenMessagesTable(c).page(open, ALL, 0, 9));

    assertThat(first.items()).as("more than fits stands alone").hasSize(1);
    assertThat(first.next()).isNotNull();
  }

  @Test
  void ofVeryManyMessagesOnlySomeAreCounted() {
    DATABASE.create("many", "standard");
    DATABASE.send("many", "a", "b", "c", "d", "e");
    OpenMessages open = open("many");

    assertThat(count(open, ALL, 6)).isEqualTo(new Counted(5, Set.of()));
    assertThat(count(open, ALL, 2)).as("as memory has it").isEqualTo(new Counted(5, Set.of()));
    Selection one = new Selection(MessageFilter.ALL, false, List.of(UUID.randomUUID()));
    assertThat(count(open, one, 6)).isEqualTo(new Counted(0, Set.of()));
    assertThat(count(open, one, 2)).as("at most").isEqualTo(new Counted(1, Set.of()));
  }

  private static Counted count(OpenMessages open, Selection selection, int most) {
    return DATABASE.inTransaction(c -> new OpenMessagesTable(c).count(open, selection, most));
  }

  /** What a redrive has moved is behind it, and must not make its next steps longer. */
  @Test
  void whatIsBehindIsNotHeldAgainstTheRest() {
    DATABASE.create("behind", "standard");
    DATABASE.send("behind", "a", "b", "c", "d");
    OpenMessages before = open("behind");
    List<Found> all =
        DATABASE.inTransaction(c -> new OpenMessagesTable(c).page(before, ALL, 0, 10)).items();
    List<Long> places = all.stream().map(message -> message.head().position()).toList();
    List<Moving> second = List.of(new Moving(places.get(1), "behind", 0, null));
    QueueResult unused = DATABASE.run(new QueueCommand.Move("behind", second, moved -> {}));
    OpenMessages open = open("behind");

    assertThat(open.apart(0)).contains(places.get(1));
    assertThat(open.apart(places.get(1))).doesNotContain(places.get(1));
    Page<Found> rest =
        DATABASE.inTransaction(c -> new OpenMessagesTable(c).page(open, ALL, places.get(1), 10));
    assertThat(new ArrayList<>(rest.items()))
        .extracting(
            message ->
                new String(message.content().body(), java.nio.charset.StandardCharsets.UTF_8))
        .containsExactly("c", "d", "b");
  }

  private static OpenMessages open(String queue) {
    Surveyed survey = (Surveyed) DATABASE.run(new QueueCommand.Survey(queue));
    return new OpenMessages(survey, Redrives.STATES);
  }

  private static void send(
      String queue, byte[] body, @org.jspecify.annotations.Nullable String headers) {
    Content content = new Content(UUID.randomUUID(), body, null, headers, 0, null, null);
    QueueResult unused =
        DATABASE.run(
            new QueueCommand.Send(queue, List.of(new Outgoing(content, null, null, null))));
  }
}
