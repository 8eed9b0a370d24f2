package dev.ashlar.platform.cluster;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.DatabaseUp;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.database.Replica;
import dev.ashlar.platform.http.RequestMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The nodes on this database, and this node's place among them. Thread-safe. */
@ApplicationScoped
public class Cluster {
  private static final Logger LOG = System.getLogger(Cluster.class.getName());
  private static final String CHANGED = "nodes";

  /** Four chances to be heard before the lease is over. */
  private static final int BEATS_PER_LEASE = 5;

  @Inject Database database;
  @Inject NodeTable table;
  @Inject Identity identity;
  @Inject RequestMeter meter;
  @Inject Hints hints;
  @Inject Replica replica;
  @Inject CommitThreads threads;

  @Inject
  @ConfigProperty(name = "ashlar.cluster.lease")
  Duration lease;

  private volatile boolean replaced;
  private @Nullable ScheduledFuture<?> beating;

  /** Name of this node. */
  public String self() {
    return identity.name();
  }

  /** What tells this process from any other that has, or will have, its name. */
  public UUID incarnation() {
    return identity.incarnation();
  }

  /** All nodes that were heard of within the last day, by name. */
  public List<NodeView> nodes() {
    return database.inTransaction(
        entities -> {
          Instant now = Database.now(entities);
          return entities
              .createQuery("select n from Node n order by n.name", Node.class)
              .getResultStream()
              .map(node -> NodeView.of(node, now))
              .toList();
        });
  }

  /** Whether a newer process took over this node's name. */
  boolean isReplaced() {
    return replaced;
  }

  synchronized void join(@Observes DatabaseUp event) {
    if (beating != null) {
      return;
    }
    table.join(identity, lease);
    hints.send(CHANGED);
    replica.heartbeatsAre(connection -> NodeTable.lastSeen(connection, identity));
    long period = Math.max(200, lease.toMillis() / BEATS_PER_LEASE);
    if (replica.isSet()) {
      period = Math.min(period, Replica.BEAT_MILLIS);
    }
    beating =
        threads.timers().scheduleAtFixedRate(this::beat, period, period, TimeUnit.MILLISECONDS);
  }

  /** Before anything is destroyed: at PreDestroy the database can be used no more. */
  synchronized void leave(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    if (beating == null) {
      return;
    }
    beating.cancel(false);
    try {
      table.leave(identity);
      hints.send(CHANGED);
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "Left without saying so: {0}", e.getMessage());
    }
  }

  private void beat() {
    if (!database.isUp()) {
      return;
    }
    try {
      long sentAt = System.nanoTime();
      Optional<Instant> seen = table.beat(identity, meter.load());
      seen.ifPresent(shownAs -> replica.sent(shownAs, sentAt));
      if (seen.isEmpty() && !replaced) {
        LOG.log(Level.ERROR, "Another process took over the node name {0}", identity.name());
      }
      replaced = seen.isEmpty();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A heartbeat was missed", e);
    }
  }
}
