package dev.ashlar.kv;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.platform.config.Durations;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Reads of one key that are asked for with a wish. Thread-safe. */
@ApplicationScoped
class KvReads {
  private static final long MEMORY_BYTES = 64L << 20;
  private static final int ENTRY_BYTES = 500;
  private static final int LOOK_MILLIS = 10;

  @Inject Kv kv;
  @Inject Database database;
  @Resource ManagedScheduledExecutorService scheduler;

  @Inject
  @ConfigProperty(name = "ashlar.kv.eventual-age")
  Duration eventualAge;

  private Cache<Wanted, Remembered> memory = Caffeine.newBuilder().build();

  /**
   * How a read is wished.
   *
   * @param revision the revision to look back on, null for the newest
   * @param eventual whether an answer that is a little old will do
   * @param afterRevision the revision that must be visible first, null for none
   * @param patience how long to wait for that
   */
  record Wish(
      @Nullable Long revision, boolean eventual, @Nullable Long afterRevision, Duration patience) {
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** The wish that parameters name. */
    static Wish of(UnaryOperator<@Nullable String> parameters) {
      String consistency = parameters.apply("consistency");
      boolean eventual = "eventual".equals(consistency);
      if (consistency != null && !eventual && !consistency.equals("linearizable")) {
        throw ProblemException.invalid("consistency", "must be linearizable or eventual");
      }
      return new Wish(
          KvParameters.revision("revision", parameters.apply("revision")),
          eventual,
          KvParameters.revision("after-revision", parameters.apply("after-revision")),
          wait(parameters.apply("wait")));
    }

    private static Duration wait(@Nullable String text) {
      if (text == null) {
        return DEFAULT_WAIT;
      }
      try {
        Duration wait = Durations.parse(text);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
      } catch (IllegalArgumentException e) {
        throw ProblemException.invalid("wait", String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * What was read.
   *
   * @param staleness how old it may be, where that was asked for
   */
  record Read(Found found, @Nullable Duration staleness) {}

  /** An answer of before; {@code asked} is when, by the clock of {@link System#nanoTime}. */
  private record Remembered(Found found, long asked) {}

  @PostConstruct
  void open() {
    memory =
        Caffeine.newBuilder()
            .expireAfterWrite(eventualAge)
            .maximumWeight(MEMORY_BYTES)
            .weigher(KvReads::weight)
            .build();
  }

  CompletionStage<Read> read(String bucket, String key, Wish wish) {
    if (wish.afterRevision != null) {
      long deadline = System.nanoTime() + wish.patience.toNanos();
      // What is remembered may be older than what is waited for.
      Wish rest = new Wish(wish.revision, false, null, wish.patience);
      CompletableFuture<Void> visible = new CompletableFuture<>();
      look(bucket, wish.afterRevision, deadline, visible);
      Duration staleness = wish.eventual && wish.revision == null ? Duration.ZERO : null;
      return visible
          .thenCompose(nothing -> read(bucket, key, rest))
          .thenApply(read -> new Read(read.found, staleness));
    }
    if (wish.revision != null) {
      return kv.readAt(bucket, key, wish.revision).thenApply(found -> new Read(found, null));
    }
    return wish.eventual
        ? eventually(new Wanted(bucket, key))
        : kv.read(bucket, key).thenApply(found -> new Read(found, null));
  }

  private CompletionStage<Read> eventually(Wanted wanted) {
    Remembered remembered = memory.getIfPresent(wanted);
    long now = System.nanoTime();
    if (remembered != null) {
      Duration age = Duration.ofNanos(now - remembered.asked);
      if (age.compareTo(eventualAge) < 0) {
        return CompletableFuture.completedStage(new Read(unexpired(remembered.found, age), age));
      }
    }
    return kv.read(wanted.bucket(), wanted.key())
        .thenApply(
            found -> {
              memory.put(wanted, new Remembered(found, now));
              return new Read(found, Duration.ZERO);
            });
  }

  /** The age counts from before the database's clock was read: it is not less than it was. */
  private static Found unexpired(Found found, Duration age) {
    boolean expired =
        found instanceof Found.Value value
            && value.entry().expiresAt() != null
            && !value.entry().expiresAt().isAfter(value.at().plus(age));
    return expired ? new Found.NoKey() : found;
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
            scheduler.schedule(
                () -> look(bucket, revision, deadline, visible),
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException e) {
      visible.completeExceptionally(e);
    }
  }

  private static int weight(Wanted wanted, Remembered remembered) {
    byte[] bytes = remembered.found instanceof Found.Value value ? value.value() : null;
    return ENTRY_BYTES + wanted.key().length() + (bytes == null ? 0 : bytes.length);
  }
}
