package dev.ashlar.queue;

import dev.ashlar.platform.http.Page;
import dev.ashlar.queue.OpenMessagesTable.Found;
import dev.ashlar.queue.QueueCommand.Moving;
import dev.ashlar.queue.QueueResult.Surveyed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next of a redrive.
 *
 * @param moving the messages that may be moved, each with its queue
 * @param looked how many are meant; those that are not moved are skipped
 * @param reached all up to here have been looked at then
 * @param isLast whether nothing is left after it
 */
record RedriveStep(List<Moving> moving, long looked, long reached, boolean isLast) {
  static RedriveStep read(Connection connection, Redrive redrive, Surveyed survey)
      throws SQLException {
    OpenMessagesTable table = new OpenMessagesTable(connection);
    OpenMessages open = new OpenMessages(survey, Redrives.STATES);
    return of(
        redrive,
        redrive.edit() == null
            ? table.heads(open, redrive.selection(), redrive.reached(), redrive.stepSize())
            : table.page(open, redrive.selection(), redrive.reached(), redrive.stepSize()));
  }

  private static RedriveStep of(Redrive redrive, Page<Found> page) {
    List<Found> meant =
        page.items().stream().filter(m -> m.head().position() <= redrive.upTo()).toList();
    boolean isEnd = page.next() == null || meant.size() < page.items().size();
    long reached = isEnd ? redrive.upTo() : Long.parseLong(String.valueOf(page.next()));
    List<Moving> moving =
        meant.stream().flatMap(message -> Stream.ofNullable(moving(redrive, message))).toList();
    return new RedriveStep(moving, meant.size(), reached, reached >= redrive.upTo());
  }

  /** Null for what must stay. */
  private static @Nullable Moving moving(Redrive redrive, Found message) {
    Content content = message.content();
    DeadLetter how = content.deadLetter();
    String target = redrive.targetOf(how == null ? redrive.queue() : how.from());
    return target == null
        ? null
        : new Moving(
            message.head().position(),
            target,
            content.priority(),
            redrive.edit() == null ? null : redrive.edit().apply(content));
  }
}
