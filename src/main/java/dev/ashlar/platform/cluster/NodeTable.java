package dev.ashlar.platform.cluster;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.RequestMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** The statements on the rows of nodes. */
@ApplicationScoped
class NodeTable {
  private static final String JOIN =
      """
      INSERT INTO ashlar_platform.node
          (name, incarnation, address, version, lease_millis, started_at, last_seen_at)
      VALUES (:name, :incarnation, :address, :version, :lease,
          clock_timestamp(), clock_timestamp())
      ON CONFLICT (name) DO UPDATE SET
          incarnation = excluded.incarnation, address = excluded.address,
          version = excluded.version, lease_millis = excluded.lease_millis,
          started_at = excluded.started_at, last_seen_at = excluded.last_seen_at, left_at = NULL,
          requests_per_second = NULL, latency_p50_millis = NULL, latency_p99_millis = NULL
      """;
  private static final String BEAT =
      """
      UPDATE ashlar_platform.node SET last_seen_at = clock_timestamp(), left_at = NULL,
          requests_per_second = :rate, latency_p50_millis = cast(:p50 as double precision),
          latency_p99_millis = cast(:p99 as double precision)
      WHERE name = :name AND incarnation = :incarnation
      """;
  private static final String LEAVE =
      """
      UPDATE ashlar_platform.node SET left_at = clock_timestamp(), last_seen_at = clock_timestamp()
      WHERE name = :name AND incarnation = :incarnation
      """;
  private static final String FORGET =
      """
      DELETE FROM ashlar_platform.node WHERE last_seen_at < clock_timestamp() - interval '1 day'
      """;

  @Inject Database database;

  void join(Identity self, Duration lease) {
    database.inTransaction(
        entities -> {
          entities.createNativeQuery(FORGET).executeUpdate();
          return entities
              .createNativeQuery(JOIN)
              .setParameter("name", self.name())
              .setParameter("incarnation", self.incarnation())
              .setParameter("address", self.address())
              .setParameter("version", self.version())
              .setParameter("lease", lease.toMillis())
              .executeUpdate();
        });
  }

  /** False when the row belongs to another process by now. */
  boolean beat(Identity self, RequestMeter.Load load) {
    return database.inTransaction(
        entities ->
            entities
                    .createNativeQuery(BEAT)
                    .setParameter("rate", load.requestsPerSecond())
                    .setParameter("p50", load.latencyP50Millis())
                    .setParameter("p99", load.latencyP99Millis())
                    .setParameter("name", self.name())
                    .setParameter("incarnation", self.incarnation())
                    .executeUpdate()
                == 1);
  }

  void leave(Identity self) {
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery(LEAVE)
                .setParameter("name", self.name())
                .setParameter("incarnation", self.incarnation())
                .executeUpdate());
  }
}
