package dev.ashlar.platform.database;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The node's own connection to the replica, held by one thread: it notices when the replica goes
 * away, comes back or falls behind, so that no request has to find out.
 */
@ApplicationScoped
class ReplicaLink {
  private static final int LOOK_MILLIS = 250;
  private static final int RETRY_MILLIS = 1_000;

  /** A replica that is well shows a heartbeat within this many looks. */
  private static final int LOOKS = 20;

  @Inject Replica replica;
  @Inject ReplicaAddress address;
  @Resource ManagedThreadFactory threads;

  private final LinkThread thread = new LinkThread();

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (address.isSet()) {
      thread.start(threads, "ashlar-replica-link", this::run);
    }
  }

  @PreDestroy
  void stop() {
    thread.stop();
  }

  private void run() {
    while (!thread.isStopped()) {
      try (Connection connection = address.connect("replica link")) {
        hold(connection);
      } catch (SQLException e) {
        replica.reads().failed(e);
      }
      thread.pause(RETRY_MILLIS);
    }
  }

  private void hold(Connection connection) throws SQLException {
    int inVain = 0;
    while (!thread.isStopped()) {
      inVain = replica.reads().look(connection) ? 0 : inVain + 1;
      if (inVain == LOOKS) {
        replica.reads().becomes(ReplicaReads.NOT_SHOWN);
      }
      thread.pause(LOOK_MILLIS);
    }
  }
}
