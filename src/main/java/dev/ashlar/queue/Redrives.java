package dev.ashlar.queue;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Audit;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Role;
import dev.ashlar.queue.QueueResult.Surveyed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets dead letters live again, for all who are in this server: begins that, tells how far it is,
 * ends it. What began goes on without its caller, and at another node if this one dies. Changes are
 * audited. Thread-safe.
 */
@ApplicationScoped
public class Redrives {
  private static final int MOST_RUNNING = 16;

  /** Messages that are counted one by one, to know how many are meant and where they died. */
  private static final int MOST_COUNTED = 100_000;

  /** What is being processed is left where it is. */
  static final Set<MessageState> STATES =
      EnumSet.of(MessageState.READY, MessageState.DELAYED, MessageState.DEAD);

  @Inject QueueEngine engine;
  @Inject RedriveRunner runner;
  @Inject Database database;
  @Inject Audit audit;

  /**
   * Begins with the dead letters that a queue has now. None of them goes to a queue that the caller
   * does not reach: where many died is looked at now, of others when it is their turn.
   */
  public RedriveView start(String queue, RedriveWish wish, Caller caller) {
    wish.check(queue);
    Surveyed survey =
        QueueAnswers.expect(
            engine.submit(new QueueCommand.Survey(queue)).toCompletableFuture().join(),
            Surveyed.class,
            queue);
    RedriveView view =
        database.inTransaction(
            entities -> {
              Redrive begun = database.sqlInTransaction(c -> begin(c, survey, wish, caller));
              audit.record(caller, "queue.redrive", queue);
              return RedriveView.of(begun);
            });
    runner.wake();
    return view;
  }

  private static Redrive begin(
      Connection connection, Surveyed survey, RedriveWish wish, Caller caller) throws SQLException {
    QueueConfig queue = survey.config();
    RedriveTable table = new RedriveTable(connection);
    if (table.running(queue.name()) >= MOST_RUNNING) {
      throw new ProblemException(
          409,
          "too-many-redrives",
          MOST_RUNNING + " redrives of this queue are running; wait for one, or cancel one.");
    }
    OpenMessagesTable.Counted counted =
        new OpenMessagesTable(connection)
            .count(new OpenMessages(survey, STATES), wish.selection(), MOST_COUNTED);
    if (wish.to() == null) {
      counted.origins().forEach(origin -> caller.require(Role.WRITE, "queue", origin));
    } else {
      caller.require(Role.WRITE, "queue", wish.to());
      checkTarget(new QueueConfigTable(connection).find(wish.to()), queue);
    }
    long upTo = survey.checkpoint().position();
    long id = table.begin(queue, wish, caller.scopes(), upTo, counted.messages());
    return found(table.find(queue.name(), id), id);
  }

  private static void checkTarget(@Nullable QueueConfig target, QueueConfig queue) {
    if (target == null) {
      throw ProblemException.invalid("to", "must be a queue that exists");
    }
    if (target.fifo() != queue.fifo()) {
      throw ProblemException.invalid("to", "must be a queue of the same type");
    }
  }

  /** How far one is. */
  public RedriveView find(String queue, long id) {
    QueueRules.checkQueue(queue);
    return RedriveView.of(
        database.sqlInTransaction(c -> found(new RedriveTable(c).find(queue, id), id)));
  }

  private static Redrive found(@Nullable Redrive redrive, long id) {
    if (redrive == null) {
      throw ProblemException.notFound(
          "redrive-not-found",
          "This queue has no redrive " + id + "; a week later it is forgotten.");
    }
    return redrive;
  }

  /**
   * The redrives of a queue, the newest first; a week after its end each is forgotten.
   *
   * @param before the id before which to begin; the newest for {@code Long.MAX_VALUE}
   */
  public Page<RedriveView> list(String queue, long before, int limit) {
    QueueRules.checkQueue(queue);
    List<RedriveView> views =
        database.sqlInTransaction(
            connection -> {
              if (new QueueConfigTable(connection).find(queue) == null) {
                throw QueueAnswers.notFound(queue);
              }
              return new RedriveTable(connection)
                  .list(queue, before, limit + 1).stream().map(RedriveView::of).toList();
            });
    return Page.of(views, limit, RedriveView::id);
  }

  /** Ends one before it is done; what was moved stays so. One that has ended stays as it is. */
  public RedriveView cancel(String queue, long id, Caller caller) {
    QueueRules.checkQueue(queue);
    return database.inTransaction(
        entities -> {
          Redrive redrive =
              database.sqlInTransaction(
                  connection -> {
                    RedriveTable table = new RedriveTable(connection);
                    Redrive running = found(table.find(queue, id), id);
                    table.end(running.id(), Redrive.State.CANCELLED, null);
                    return found(table.find(queue, id), id);
                  });
          audit.record(caller, "queue.redrive.cancel", queue);
          return RedriveView.of(redrive);
        });
  }
}
