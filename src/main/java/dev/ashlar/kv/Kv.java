package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.GroupCommit;
import dev.ashlar.platform.database.Hints;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The key-value store. Thread-safe. */
@ApplicationScoped
public class Kv {
  /** A hint on it says that some bucket changed. */
  static final String CHANNEL = "kv";

  /** Two, so that writers of one bucket do not wait for those of another. */
  private static final int LANES = 2;

  private static final int BATCH_WRITES = 500;
  static final int BATCH_READS = 200;
  private static final long BATCH_BYTES = 8L << 20;
  private static final long QUEUED_BYTES = 64L << 20;

  /** Larger values are read one by one: a batch of reads stays below 200 times this. */
  static final int LARGEST_BATCHED_VALUE = 64 << 10;

  @Inject Database database;
  @Inject CommitThreads threads;
  @Inject Hints hints;
  @Inject KvHistorySlots slots;

  @Inject
  @ConfigProperty(name = "ashlar.kv.queue-capacity")
  int queueCapacity;

  private final List<GroupCommit<KvCommand, KvResult>> writers = new ArrayList<>();
  private final List<GroupCommit<Wanted, Found>> readers = new ArrayList<>();

  @PostConstruct
  void open() {
    for (int lane = 0; lane < LANES; lane++) {
      writers.add(
          new GroupCommit<>(
              new GroupCommit.Limits(BATCH_WRITES, BATCH_BYTES, queueCapacity, QUEUED_BYTES),
              KvCommand::weight,
              this::write,
              threads.committers(),
              threads.answerers()));
      readers.add(
          new GroupCommit<>(
              new GroupCommit.Limits(BATCH_READS, BATCH_READS, queueCapacity, Long.MAX_VALUE),
              wanted -> 1,
              wanted -> read(wanted, LARGEST_BATCHED_VALUE),
              threads.committers(),
              threads.answerers()));
    }
  }

  /** Before anything is destroyed: at PreDestroy what waits could be committed no more. */
  void close(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    writers.forEach(GroupCommit::close);
    readers.forEach(GroupCommit::close);
  }

  /** Submits a command; the stage completes when it is on disk, or was refused. */
  CompletionStage<KvResult> submit(KvCommand command) {
    return writers.get(Math.floorMod(command.bucket().hashCode(), LANES)).submit(command);
  }

  /** The same, or as part of the transaction that the calling thread is in. */
  CompletionStage<KvResult> apply(KvCommand command) {
    return database.isInTransaction()
        ? CompletableFuture.completedStage(write(List.of(command)).get(0))
        : submit(command);
  }

  /** Reads a key with its value, as it stands after this call. */
  CompletionStage<Found> read(String bucket, String key) {
    Wanted wanted = new Wanted(bucket, key);
    return readers
        .get(Math.floorMod(key.hashCode(), LANES))
        .submit(wanted)
        .thenCompose(found -> withLargeValue(wanted, found));
  }

  private CompletionStage<Found> withLargeValue(Wanted wanted, Found found) {
    boolean complete = !(found instanceof Found.Value value) || value.value() != null;
    return complete
        ? CompletableFuture.completedStage(found)
        : CompletableFuture.supplyAsync(
            () -> read(List.of(wanted), Integer.MAX_VALUE).get(0), threads.answerers());
  }

  private List<Found> read(List<Wanted> wanted, int largest) {
    return database.sqlInTransaction(connection -> new KvQueries(connection).read(wanted, largest));
  }

  /** Reads a key with its value, as it stood when its bucket had this revision. */
  CompletionStage<Found> readAt(String bucket, String key, long revision) {
    return CompletableFuture.supplyAsync(
        () ->
            database.sqlInTransaction(
                connection -> {
                  BucketState state = KvLists.bucket(connection, bucket);
                  KvPast past = new KvPast(connection);
                  KvLists.requireKept(past, state, revision);
                  return past.read(state, key, revision);
                }),
        threads.answerers());
  }

  /**
   * Writes in the transaction of the calling thread, or in one of its own: all or nothing of what
   * the database refuses, while a command that is refused by its conditions does nothing by itself.
   */
  List<KvResult> write(List<? extends KvCommand> commands) {
    List<KvResult> results =
        database.sqlInTransaction(
            connection -> new KvWriter(connection, slots.open()).write(commands));
    hints.send(CHANNEL);
    return results;
  }
}
