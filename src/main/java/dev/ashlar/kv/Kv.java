package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.GroupCommit;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The key-value store. Thread-safe. */
@ApplicationScoped
public class Kv {
  /** Two, so that writers of one bucket do not wait for those of another. */
  private static final int LANES = 2;

  private static final int BATCH_WRITES = 500;
  private static final int BATCH_READS = 200;
  private static final long BATCH_BYTES = 8L << 20;
  private static final long QUEUED_BYTES = 64L << 20;

  /** Larger values are read one by one: a batch of reads stays below 200 times this. */
  private static final int LARGEST_BATCHED_VALUE = 64 << 10;

  @Inject Database database;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.kv.queue-capacity")
  int queueCapacity;

  private final List<GroupCommit<KvWrite, KvResult>> writers = new ArrayList<>();
  private final List<GroupCommit<Wanted, Found>> readers = new ArrayList<>();

  @PostConstruct
  void open() {
    for (int lane = 0; lane < LANES; lane++) {
      writers.add(
          new GroupCommit<>(
              new GroupCommit.Limits(BATCH_WRITES, BATCH_BYTES, queueCapacity, QUEUED_BYTES),
              KvWrite::weight,
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

  /** Submits a write; the stage completes when it is on disk, or was refused. */
  CompletionStage<KvResult> submit(KvWrite write) {
    return writers.get(Math.floorMod(write.bucket().hashCode(), LANES)).submit(write);
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

  /**
   * Writes in the transaction of the calling thread, or in one of its own: all or nothing of what
   * the database refuses, while a write that is refused by its condition does nothing by itself.
   */
  List<KvResult> write(List<KvWrite> writes) {
    return database.sqlInTransaction(connection -> write(connection, writes));
  }

  static List<KvResult> write(Connection connection, List<KvWrite> writes) throws SQLException {
    KvTable table = new KvTable(connection);
    Collection<String> toCreate = new TreeSet<>();
    Collection<String> names = new TreeSet<>();
    for (KvWrite write : writes) {
      names.add(write.bucket());
      if (createsBucket(write)) {
        toCreate.add(write.bucket());
      }
    }
    Map<String, KvBatch.Bucket> buckets = table.lock(names, toCreate);
    KvTable.Current current = table.current(addresses(writes, buckets));
    KvBatch batch = new KvBatch(buckets, current.rows(), current.now());
    List<KvResult> results = writes.stream().map(batch::decide).toList();
    table.store(batch);
    return results;
  }

  /** A write that can only be refused brings no bucket into being. */
  private static boolean createsBucket(KvWrite write) {
    return !write.isDelete()
        && (write.expectedRevision() == null || write.expectedRevision() == KvWrite.ABSENT);
  }

  private static List<KvBatch.Address> addresses(
      List<KvWrite> writes, Map<String, KvBatch.Bucket> buckets) {
    List<KvBatch.Address> addresses = new ArrayList<>(writes.size());
    for (KvWrite write : writes) {
      KvBatch.Bucket bucket = buckets.get(write.bucket());
      if (bucket != null) {
        addresses.add(new KvBatch.Address(bucket.id, write.key()));
      }
    }
    return addresses;
  }
}
