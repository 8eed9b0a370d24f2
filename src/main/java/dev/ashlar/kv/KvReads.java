package dev.ashlar.kv;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.kv.KvReplica.Dated;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Reads of one key that are asked for with a wish. Thread-safe. */
@ApplicationScoped
class KvReads {
  private static final long MEMORY_BYTES = 64L << 20;
  private static final int ENTRY_BYTES = 500;
  private static final int LOOK_MILLIS = 10;

  @Inject Kv kv;
  @Inject KvReplica replica;
  @Inject Database database;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.kv.eventual-age")
  Duration eventualAge;

  private Cache<Wanted, Dated> memory = Caffeine.newBuilder().build();

  /**
   * What was read.
   *
   * @param staleness how old it may be, where that was asked for
   */
  record Read(Found found, @Nullable Duration staleness) {}

  @PostConstruct
  void open() {
    memory =
        Caffeine.newBuilder()
            .expireAfterWrite(eventualAge)
            .maximumWeight(MEMORY_BYTES)
            .weigher(KvReads::weight)
            .build();
  }

  CompletionStage<Read> read(String bucket, String key, KvWish wish) {
    Wanted wanted = new Wanted(bucket, key);
    if (wish.afterRevision() != null) {
      return readAfter(wanted, wish, wish.afterRevision());
    }
    if (wish.revision() != null) {
      return kv.readAt(bucket, key, wish.revision()).thenApply(found -> new Read(found, null));
    }
    return wish.eventual()
        ? eventually(wanted)
        : kv.read(bucket, key).thenApply(found -> new Read(found, null));
  }

  /** What is remembered may be older than what is waited for. Nobody waits for a replica. */
  private CompletionStage<Read> readAfter(Wanted wanted, KvWish wish, long afterRevision) {
    if (!wish.eventual() || wish.revision() != null) {
      return waitAndRead(wanted, wish, afterRevision);
    }
    return replica
        .readAfter(wanted, afterRevision)
        .thenCompose(
            shown ->
                shown.isPresent()
                    ? CompletableFuture.completedStage(aged(shown.get(), System.nanoTime()))
                    : waitAndRead(wanted, wish, afterRevision)
                        .thenApply(read -> new Read(read.found, Duration.ZERO)));
  }

  private CompletionStage<Read> waitAndRead(Wanted wanted, KvWish wish, long afterRevision) {
    long deadline = System.nanoTime() + wish.patience().toNanos();
    KvWish rest = new KvWish(wish.revision(), false, null, wish.patience());
    CompletableFuture<Void> visible = new CompletableFuture<>();
    look(wanted.bucket(), afterRevision, deadline, visible);
    return visible.thenCompose(nothing -> read(wanted.bucket(), wanted.key(), rest));
  }

  /** From memory, from a replica, or as it stands: whatever is the first that is young enough. */
  private CompletionStage<Read> eventually(Wanted wanted) {
    Dated remembered = memory.getIfPresent(wanted);
    long now = System.nanoTime();
    if (remembered != null && now - remembered.asOf() < eventualAge.toNanos()) {
      return CompletableFuture.completedStage(aged(remembered, now));
    }
    return replica
        .read(wanted)
        .thenCompose(
            shown -> {
              if (shown.isEmpty()) {
                return readNow(wanted);
              }
              memory.put(wanted, shown.get());
              return CompletableFuture.completedStage(aged(shown.get(), System.nanoTime()));
            });
  }

  private CompletionStage<Read> readNow(Wanted wanted) {
    long now = System.nanoTime();
    return kv.read(wanted.bucket(), wanted.key())
        .thenApply(
            found -> {
              memory.put(wanted, new Dated(found, now, now));
              return new Read(found, Duration.ZERO);
            });
  }

  /**
   * What was read as it can be told later. Its age counts from before the clock was read that tells
   * what has expired: it is not less than it was.
   */
  private static Read aged(Dated dated, long now) {
    Duration age = Duration.ofNanos(now - dated.readAt());
    boolean expired =
        dated.found() instanceof Found.Value value
            && value.entry().expiresAt() != null
            && !value.entry().expiresAt().isAfter(value.at().plus(age));
    return new Read(
        expired ? new Found.NoKey() : dated.found(), Duration.ofNanos(now - dated.asOf()));
  }

  /** Looks until the bucket has reached a revision; holds no thread meanwhile. */
  private void look(String bucket, long revision, long deadline, CompletableFuture<Void> visible) {
    try {
      long stands =
          database.sqlInTransaction(connection -> KvLists.bucket(connection, bucket).revision());
      if (stands >= revision) {
        visible.complete(null);
      } else if (System.nanoTime() > deadline) {
        visible.completeExceptionally(
            new ProblemException(
                    503,
                    "revision-not-visible",
                    "The bucket is at revision " + stands + "; try again.")
                .retryAfter(1));
      } else {
        var unused =
            threads
                .timers()
                .schedule(
                    () -> look(bucket, revision, deadline, visible),
                    LOOK_MILLIS,
                    TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException e) {
      visible.completeExceptionally(e);
    }
  }

  private static int weight(Wanted wanted, Dated remembered) {
    byte[] bytes = remembered.found() instanceof Found.Value value ? value.value() : null;
    return ENTRY_BYTES + wanted.key().length() + (bytes == null ? 0 : bytes.length);
  }
}
