package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.GroupCommit;
import dev.ashlar.platform.database.Replica;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads of one key from the replica of the database, if there is one that shows what is young
 * enough; else they come back empty, and the primary is to be asked. Thread-safe.
 */
@ApplicationScoped
class KvReplica {
  private static final int MOST_WAITING = 10_000;

  @Inject Replica replica;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.kv.eventual-age")
  Duration eventualAge;

  private final GroupCommit<Wanted, Optional<Dated>> reader =
      new GroupCommit<>(
          new GroupCommit.Limits(Kv.BATCH_READS, Kv.BATCH_READS, MOST_WAITING, Long.MAX_VALUE),
          wanted -> 1,
          this::readTogether,
          task -> threads.committers().execute(task),
          task -> threads.answerers().execute(task));

  /**
   * What was read, with two moments by {@link System#nanoTime}.
   *
   * @param asOf all that was committed before this is in it
   * @param readAt when it was read; what had expired by then is not in it
   */
  record Dated(Found found, long asOf, long readAt) {}

  void close(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    reader.close();
  }

  /** Reads a key with its value. */
  CompletionStage<Optional<Dated>> read(Wanted wanted) {
    if (!replica.isUsable(eventualAge)) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return reader
        .submit(wanted)
        .thenCompose(
            dated ->
                dated.isPresent() && isLarge(dated.get().found)
                    ? readAfter(wanted, 0)
                    : CompletableFuture.completedStage(dated));
  }

  /** Reads a key with its value if the replica shows its bucket at this revision or a later one. */
  CompletionStage<Optional<Dated>> readAfter(Wanted wanted, long revision) {
    return replica.isUsable(eventualAge)
        ? CompletableFuture.supplyAsync(() -> readAlone(wanted, revision), threads.answerers())
        : CompletableFuture.completedStage(Optional.empty());
  }

  private List<Optional<Dated>> readTogether(List<Wanted> wanted) {
    long readAt = System.nanoTime();
    return replica
        .read(
            eventualAge,
            (connection, clock) ->
                Optional.of(
                    new KvQueries(connection).read(wanted, Kv.LARGEST_BATCHED_VALUE, clock)))
        .map(
            seen ->
                seen.result().stream()
                    .map(found -> Optional.of(new Dated(found, seen.asOf(), readAt)))
                    .toList())
        .orElseGet(() -> Collections.nCopies(wanted.size(), Optional.empty()));
  }

  private Optional<Dated> readAlone(Wanted wanted, long revision) {
    long readAt = System.nanoTime();
    return replica
        .read(eventualAge, (connection, clock) -> after(connection, clock, wanted, revision))
        .map(seen -> new Dated(seen.result(), seen.asOf(), readAt));
  }

  /** The revision is read first: what follows is not older than that. */
  private static Optional<Found> after(
      Connection connection, Instant clock, Wanted wanted, long revision) throws SQLException {
    KvQueries queries = new KvQueries(connection);
    BucketState state = queries.bucket(wanted.bucket());
    return state == null || state.revision() < revision
        ? Optional.empty()
        : Optional.of(queries.read(List.of(wanted), Integer.MAX_VALUE, clock).get(0));
  }

  private static boolean isLarge(Found found) {
    return found instanceof Found.Value value && value.value() == null;
  }
}
