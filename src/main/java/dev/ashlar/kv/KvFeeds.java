package dev.ashlar.kv;

import dev.ashlar.kv.KvPast.Happened;
import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.database.OverloadedException;
import dev.ashlar.platform.http.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Reads changes once for all watchers of this node, and lets those catch up who begin in the past.
 * Thread-safe.
 */
@ApplicationScoped
class KvFeeds {
  private static final System.Logger LOG = System.getLogger(KvFeeds.class.getName());
  private static final String REVISIONS =
      "SELECT name, revision FROM ashlar_kv.bucket WHERE name = ANY(?) AND NOT dropped";
  private static final int PAGE_CHANGES = 1_000;
  private static final long PAGE_BYTES = 1L << 20;

  /** When to look again whether a watcher who catches up has taken what he was given. */
  private static final int BUSY_MILLIS = 10;

  private static final int TICK_MILLIS = 1_000;

  @Inject Database database;
  @Inject Hints hints;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.kv.watchers")
  int mostWatchers;

  private final Map<String, KvFeed> feeds = new ConcurrentHashMap<>();
  private final AtomicInteger watchers = new AtomicInteger();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile boolean changed;
  private @Nullable ScheduledFuture<?> ticking;

  /** Before the database is up, as {@link Hints#listen} asks. */
  void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
    hints.listen(Kv.CHANNEL, this::wake);
  }

  @PostConstruct
  void start() {
    ticking =
        threads
            .timers()
            .scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  /**
   * Begins to watch.
   *
   * @param from where to begin, null for now
   * @return the position it begins at
   */
  KvPosition begin(String bucket, @Nullable KvPosition from) {
    if (watchers.incrementAndGet() > mostWatchers) {
      ended();
      throw new OverloadedException(
          "There are " + mostWatchers + " watchers on this node already; try another.");
    }
    try {
      BucketState state = state(bucket);
      if (from != null && from.complete() > state.revision()) {
        throw ProblemException.invalid(
            "from", "must not be beyond the revision of the bucket, " + state.revision());
      }
      return from == null ? KvPosition.after(state.revision()) : from;
    } catch (RuntimeException e) {
      ended();
      throw e;
    }
  }

  /** A watcher that began has ended. */
  void ended() {
    watchers.decrementAndGet();
  }

  /** Offers to a watcher what changed after a position, and then what changes from now on. */
  void follow(String bucket, KvWatcher watcher, KvPosition from) {
    threads.answerers().execute(() -> catchUp(bucket, watcher, from, true));
  }

  private void catchUp(String bucket, KvWatcher watcher, KvPosition from, boolean begins) {
    KvPosition position = from;
    try {
      Page page = begins ? firstPage(bucket, position) : page(bucket, position);
      while (!watcher.isGone()) {
        if (page.compacted != null) {
          watcher.compacted(page.compacted);
          return;
        }
        for (KvChange change : page.changes) {
          if (!watcher.isReady()) {
            goOnLater(bucket, watcher, position, BUSY_MILLIS);
            return;
          }
          if (change.key().startsWith(watcher.prefix())) {
            watcher.offer(change);
          }
          position = change.position();
        }
        if (page.isLast && join(bucket, watcher, position)) {
          wake();
          return;
        }
        watcher.reached(position);
        page = page(bucket, position);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "A watcher could not be served; it is tried again", e);
      goOnLater(bucket, watcher, position, TICK_MILLIS);
    }
  }

  private void goOnLater(String bucket, KvWatcher watcher, KvPosition reached, int millis) {
    var unused =
        threads
            .timers()
            .schedule(
                () -> threads.answerers().execute(() -> catchUp(bucket, watcher, reached, false)),
                millis,
                TimeUnit.MILLISECONDS);
  }

  private boolean join(String bucket, KvWatcher watcher, KvPosition position) {
    AtomicBoolean joined = new AtomicBoolean();
    feeds.compute(
        bucket,
        (name, feed) -> {
          KvFeed joining = feed == null ? new KvFeed() : feed;
          joined.set(joining.join(watcher, position));
          return joining;
        });
    return joined.get();
  }

  private void wake() {
    changed = true;
    if (!feeds.isEmpty() && reading.compareAndSet(false, true)) {
      threads.committers().execute(this::read);
    }
  }

  private void read() {
    try {
      while (changed) {
        changed = false;
        Map<String, Long> revisions = revisions();
        feeds.forEach(
            (bucket, feed) -> {
              KvPosition position = feed.position();
              Long revision = revisions.get(bucket);
              if (position != null && (revision == null || revision > position.complete())) {
                read(bucket, feed);
              }
            });
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Changes could not be read; the next tick tries again", e);
    } finally {
      reading.set(false);
    }
    if (changed) {
      wake();
    }
  }

  /** The revisions of the watched buckets: most hints are about others. */
  private Map<String, Long> revisions() {
    Object[] names = feeds.keySet().toArray();
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(REVISIONS)) {
            statement.setArray(1, connection.createArrayOf("text", names));
            try (ResultSet row = statement.executeQuery()) {
              Map<String, Long> revisions = new HashMap<>();
              while (row.next()) {
                revisions.put(row.getString(1), row.getLong(2));
              }
              return revisions;
            }
          }
        });
  }

  private void read(String bucket, KvFeed feed) {
    for (boolean more = true; more; ) {
      KvPosition position = feed.position();
      if (position == null) {
        return;
      }
      Page page = page(bucket, position);
      if (page.compacted != null) {
        feed.compacted(page.compacted);
        return;
      }
      feed.deliver(page.changes);
      more = !page.isLast;
    }
  }

  private void tick() {
    try {
      for (String bucket : feeds.keySet()) {
        feeds.computeIfPresent(bucket, (name, feed) -> feed.tick() ? null : feed);
      }
      wake();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Watchers could not be told how far they are", e);
    }
  }

  /**
   * Changes that follow each other without a gap.
   *
   * @param compacted the oldest revision that is kept, when changes in between are gone
   */
  private record Page(List<KvChange> changes, boolean isLast, @Nullable Long compacted) {}

  /** A client may only begin within the history; who has begun is not cut off by its settings. */
  private Page firstPage(String bucket, KvPosition position) {
    return page(
        bucket,
        (past, state) ->
            past.isKept(state, position.complete())
                ? page(past, state, position)
                : new Page(List.of(), true, past.oldest(state)));
  }

  private Page page(String bucket, KvPosition position) {
    return page(bucket, (past, state) -> page(past, state, position));
  }

  /** How a page is read. */
  @FunctionalInterface
  private interface Reading {
    Page page(KvPast past, BucketState state) throws SQLException;
  }

  private Page page(String bucket, Reading reading) {
    return database.sqlInTransaction(
        connection -> {
          BucketState state = new KvQueries(connection).bucket(bucket);
          return state == null
              ? new Page(List.of(), true, 0L)
              : reading.page(new KvPast(connection), state);
        });
  }

  private static Page page(KvPast past, BucketState state, KvPosition position)
      throws SQLException {
    List<Happened> found = past.after(state, position, PAGE_CHANGES, PAGE_BYTES);
    List<KvChange> changes = new ArrayList<>();
    KvPosition last = position;
    for (Happened happened : found) {
      KvChange change = new KvChange(happened);
      if (!change.position().follows(last)) {
        return new Page(List.of(), true, past.oldest(state));
      }
      if (!changes.isEmpty() && happened.bytesBefore() >= PAGE_BYTES) {
        return new Page(changes, false, null);
      }
      changes.add(change);
      last = change.position();
    }
    boolean gone = found.isEmpty() && position.complete() < state.revision();
    return new Page(changes, found.size() < PAGE_CHANGES, gone ? past.oldest(state) : null);
  }

  private BucketState state(String bucket) {
    return database.sqlInTransaction(connection -> KvLists.bucket(connection, bucket));
  }
}
