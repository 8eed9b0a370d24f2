package dev.ashlar.queue;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Audit;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Role;
import dev.ashlar.queue.QueueResult.Counted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queues themselves, for all who are in this server: their settings, what is in them, their
 * end. Changes are audited. Thread-safe.
 */
@ApplicationScoped
public class QueueAdmin {
  @Inject QueueEngine engine;
  @Inject Database database;
  @Inject Audit audit;

  /**
   * What became of settings.
   *
   * @param isNew whether the queue is by that
   */
  public record Configured(boolean isNew, QueueView queue) {}

  /**
   * A queue that is there.
   *
   * @param id another queue under the same name has another one
   */
  public record Known(int id, QueueSettings settings) {}

  /** The settings of a queue; empty without such a queue. */
  public Optional<Known> find(String queue) {
    return database
        .sqlInTransaction(c -> Optional.ofNullable(new QueueConfigTable(c).find(queue)))
        .map(config -> new Known(config.id(), QueueSettings.of(config)));
  }

  /** Until the end of the caller's transaction nobody else configures a queue. */
  public void takeTurn() {
    boolean unused =
        database.sqlInTransaction(
            connection -> {
              new QueueConfigTable(connection).takeTurn();
              return true;
            });
  }

  /**
   * Makes a queue, or sets all of its settings. Dead letters are written to their queue: who
   * chooses it must be allowed to write there, and is not told before whether it exists.
   */
  public Configured configure(String queue, QueueSettings settings, Caller caller) {
    QueueConfig config = settings.checked(queue);
    boolean isNew =
        database.inTransaction(
            entities -> {
              boolean created =
                  database.sqlInTransaction(c -> store(new QueueConfigTable(c), config, caller));
              audit.record(caller, "queue.configure", queue);
              return created;
            });
    return new Configured(isNew, QueueView.of(config));
  }

  private static boolean store(QueueConfigTable table, QueueConfig config, Caller caller)
      throws SQLException {
    table.takeTurn();
    QueueConfig former = table.find(config.name());
    if (former != null && former.fifo() != config.fifo()) {
      throw new ProblemException(
          409, "queue-type-fixed", "The type of a queue cannot be changed; make another queue.");
    }
    String deadLetterQueue = config.deadLetterQueue();
    boolean stands = former != null && Objects.equals(deadLetterQueue, former.deadLetterQueue());
    if (deadLetterQueue != null && !stands) {
      caller.require(Role.WRITE, "queue", deadLetterQueue);
    }
    table.checkDeadLetters(config);
    table.store(config);
    return former == null;
  }

  /** Drops a queue with all that is in it. */
  public void delete(String queue, Caller caller) {
    QueueRules.checkQueue(queue);
    boolean unused =
        database.inTransaction(
            entities -> {
              if (!database.sqlInTransaction(c -> new QueueConfigTable(c).delete(queue))) {
                throw QueueAnswers.notFound(queue);
              }
              audit.record(caller, "queue.delete", queue);
              return true;
            });
  }

  /** Drops all messages of a queue, those in flight too; answers how many. */
  public CompletionStage<Long> purge(String queue, Caller caller) {
    QueueRules.checkQueue(queue);
    return engine
        .submit(
            new QueueCommand.Purge(queue, dropped -> audit.record(caller, "queue.purge", queue)))
        .thenApply(result -> QueueAnswers.expect(result, QueueResult.Done.class, queue))
        .thenApply(QueueResult.Done::messages);
  }

  /** The settings of a queue, and what is in it. */
  public CompletionStage<QueueView> look(String queue) {
    QueueRules.checkQueue(queue);
    return engine
        .submit(new QueueCommand.Look(queue))
        .thenApply(result -> QueueView.of(QueueAnswers.expect(result, Counted.class, queue)));
  }

  /** The same of many; of those that are there. */
  public CompletionStage<List<QueueView>> look(List<String> queues) {
    List<CompletableFuture<QueueResult>> looks = new ArrayList<>();
    for (String queue : queues) {
      looks.add(engine.submit(new QueueCommand.Look(queue)).toCompletableFuture());
    }
    return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                looks.stream()
                    .flatMap(look -> java.util.stream.Stream.of(look.join()))
                    .filter(Counted.class::isInstance)
                    .map(counted -> QueueView.of((Counted) counted))
                    .toList());
  }

  /**
   * The names of queues, in order.
   *
   * @param after null to begin with the first
   * @param isMeant which names are listed
   */
  public Page<String> names(@Nullable String after, int limit, Predicate<String> isMeant) {
    return page(after, limit, isMeant, QueueConfigTable::names);
  }

  /** The same of the queues whose dead letters go to a queue. */
  public Page<String> sources(
      String deadLetterQueue, @Nullable String after, int limit, Predicate<String> isMeant) {
    QueueRules.checkQueue(deadLetterQueue);
    return page(
        after, limit, isMeant, (table, from, most) -> table.sources(deadLetterQueue, from, most));
  }

  /** Names from the table. */
  @FunctionalInterface
  private interface Names {
    List<String> read(QueueConfigTable table, String after, int limit) throws SQLException;
  }

  /** Reads one more than asked for, which tells that there is a next page. */
  private Page<String> page(
      @Nullable String after, int limit, Predicate<String> isMeant, Names names) {
    List<String> found = new ArrayList<>();
    String from = after == null ? "" : after;
    new Checks()
        .that(QueueRules.isText(from), "after", "must be what next of a page said")
        .orThrow();
    boolean more = true;
    while (more && found.size() <= limit) {
      String begin = from;
      List<String> next =
          database.sqlInTransaction(c -> names.read(new QueueConfigTable(c), begin, limit + 1));
      next.stream().filter(isMeant).forEach(found::add);
      more = next.size() > limit;
      from = more ? next.get(next.size() - 1) : from;
    }
    return Page.of(found.size() > limit ? found.subList(0, limit + 1) : found, limit, n -> n);
  }
}
