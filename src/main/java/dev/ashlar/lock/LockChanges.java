package dev.ashlar.lock;

import dev.ashlar.lock.LockState.Former;
import dev.ashlar.lock.LockState.Settings;
import dev.ashlar.platform.database.SqlArrays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements that store what a batch has changed. */
final class LockChanges {
  private static final String STORE =
      """
      WITH changed AS (
          UPDATE ashlar_lock.lock l
          SET token = n.token, places = n.places, permits = n.permits,
              delay_millis = n.delay_millis, configured = n.configured,
              blocked_until = n.blocked_until
          FROM unnest(?, ?, ?, ?, ?, ?, ?) AS n (id, token, places, permits, delay_millis,
              configured, blocked_until)
          WHERE l.id = n.id),
      held AS (
          INSERT INTO ashlar_lock.holder (lease, lock_id, token, owner, mode, permits, times,
              told, session, ticket, metadata, acquired_at, expires_at)
          SELECT n.lease, n.lock_id, n.token, n.owner, n.mode, n.permits, n.times,
              n.told, n.session, n.ticket, n.metadata, n.acquired_at,
              n.expires_at
          FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (lease, lock_id, token, owner,
              mode, permits, times, told, session, ticket, metadata, acquired_at, expires_at)),
      past AS (
          INSERT INTO ashlar_lock.past (lock_id, token, slot, lease, owner, acquired_at,
              released_at, how, reason)
          SELECT n.lock_id, n.token, ?, n.lease, n.owner, n.acquired_at,
              ?::timestamptz, n.how, n.reason
          FROM unnest(?, ?, ?, ?, ?, ?, ?) AS n (lock_id, token, lease, owner, acquired_at, how,
              reason))
      DELETE FROM ashlar_lock.holder WHERE lease = ANY(?)
      """;

  private static final String PROLONG =
      """
      UPDATE ashlar_lock.holder h
      SET times = n.times, told = n.told, metadata = n.metadata,
          expires_at = n.expires_at
      FROM unnest(?, ?, ?, ?, ?) AS n (lease, times, told, metadata, expires_at)
      WHERE h.lease = n.lease
      """;

  private static final String LEAVE = "DELETE FROM ashlar_lock.waiter WHERE id = ANY(?)";

  private static final String AWAIT =
      """
      INSERT INTO ashlar_lock.waiter (id, lock_id, place, owner, mode, permits, ttl_millis,
          session, ticket, metadata, node, since, called_at, kept_until)
      SELECT n.id, n.lock_id, n.place, n.owner, n.mode, n.permits, n.ttl_millis,
          n.session, n.ticket, n.metadata, n.node, n.since,
          n.called_at, n.kept_until
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (id, lock_id, place, owner,
          mode, permits, ttl_millis, session, ticket, metadata, node, since, called_at,
          kept_until)
      """;

  private static final String MOVE =
      """
      UPDATE ashlar_lock.waiter w
      SET node = n.node, called_at = n.called_at,
          kept_until = n.kept_until
      FROM unnest(?, ?, ?, ?) AS n (id, node, called_at, kept_until)
      WHERE w.id = n.id
      """;

  private static final int SLOTS = 8;

  private final Connection connection;
  private final SqlArrays arrays;

  LockChanges(Connection connection) {
    this.connection = connection;
    this.arrays = new SqlArrays(connection);
  }

  /** Stores what a batch made of its locks. */
  void store(Collection<LockState> locks, Instant now) throws SQLException {
    List<At<Settings>> settings = new ArrayList<>();
    for (LockState lock : locks) {
      if (lock.settingsChanged()) {
        settings.add(new At<>(lock.id, lock.settings()));
      }
    }
    List<At<Grant>> held = all(locks, LockState::newHolders);
    List<At<Former>> past = all(locks, lock -> lock.past);
    List<UUID> gone = locks.stream().flatMap(l -> l.goneHolders().stream()).toList();
    if (!settings.isEmpty() || !held.isEmpty() || !past.isEmpty() || !gone.isEmpty()) {
      store(settings, held, past, gone, now);
    }
    prolong(locks.stream().flatMap(l -> l.changedHolders().stream()).toList());
    leave(locks.stream().flatMap(l -> l.goneWaiters().stream()).toList());
    await(all(locks, LockState::newWaiters));
    move(locks.stream().flatMap(l -> l.changedWaiters().stream()).toList());
  }

  /** Something of a lock. */
  private record At<T>(int lock, T item) {}

  private static <T> List<At<T>> all(
      Collection<LockState> locks, Function<LockState, List<T>> items) {
    List<At<T>> all = new ArrayList<>();
    locks.forEach(lock -> items.apply(lock).forEach(item -> all.add(new At<>(lock.id, item))));
    return all;
  }

  private void store(
      List<At<Settings>> settings,
      List<At<Grant>> held,
      List<At<Former>> past,
      List<UUID> gone,
      Instant now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STORE)) {
      int next = 1;
      statement.setArray(next++, arrays.of("int4", settings, At::lock));
      statement.setArray(next++, arrays.of("int8", settings, a -> a.item.token()));
      statement.setArray(next++, arrays.of("int8", settings, a -> a.item.places()));
      statement.setArray(next++, arrays.of("int4", settings, a -> a.item.permits()));
      statement.setArray(next++, arrays.of("int8", settings, a -> a.item.delay().toMillis()));
      statement.setArray(next++, arrays.of("bool", settings, a -> a.item.configured()));
      statement.setArray(next++, arrays.times(settings, a -> a.item.blockedUntil()));
      statement.setArray(next++, arrays.of("uuid", held, a -> a.item.lease()));
      statement.setArray(next++, arrays.of("int4", held, At::lock));
      statement.setArray(next++, arrays.of("int8", held, a -> a.item.token()));
      statement.setArray(next++, arrays.of("text", held, a -> a.item.owner()));
      statement.setArray(next++, arrays.of("text", held, a -> a.item.mode().label()));
      statement.setArray(next++, arrays.of("int4", held, a -> a.item.permits()));
      statement.setArray(next++, arrays.of("int4", held, a -> a.item.times()));
      statement.setArray(next++, arrays.of("int4", held, a -> a.item.told()));
      statement.setArray(next++, arrays.of("text", held, a -> a.item.session()));
      statement.setArray(next++, arrays.of("text", held, a -> a.item.ticket()));
      statement.setArray(next++, arrays.of("text", held, a -> a.item.metadata()));
      statement.setArray(next++, arrays.times(held, a -> a.item.acquiredAt()));
      statement.setArray(next++, arrays.times(held, a -> ownEnd(a.item)));
      statement.setInt(next++, slot(now));
      statement.setString(next++, now.toString());
      statement.setArray(next++, arrays.of("int4", past, At::lock));
      statement.setArray(next++, arrays.of("int8", past, a -> a.item.grant().token()));
      statement.setArray(next++, arrays.of("uuid", past, a -> a.item.grant().lease()));
      statement.setArray(next++, arrays.of("text", past, a -> a.item.grant().owner()));
      statement.setArray(next++, arrays.times(past, a -> a.item.grant().acquiredAt()));
      statement.setArray(next++, arrays.of("text", past, a -> LockRows.label(a.item.how())));
      statement.setArray(next++, arrays.of("text", past, a -> a.item.reason()));
      statement.setArray(next, arrays.of("uuid", gone));
      statement.executeUpdate();
    }
  }

  private void prolong(List<Grant> grants) throws SQLException {
    if (grants.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PROLONG)) {
      statement.setArray(1, arrays.of("uuid", grants, Grant::lease));
      statement.setArray(2, arrays.of("int4", grants, Grant::times));
      statement.setArray(3, arrays.of("int4", grants, Grant::told));
      statement.setArray(4, arrays.of("text", grants, Grant::metadata));
      statement.setArray(5, arrays.times(grants, LockChanges::ownEnd));
      statement.executeUpdate();
    }
  }

  private void leave(List<UUID> waiters) throws SQLException {
    if (waiters.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
      statement.setArray(1, arrays.of("uuid", waiters));
      statement.executeUpdate();
    }
  }

  private void await(List<At<Waiter>> waiters) throws SQLException {
    if (waiters.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(AWAIT)) {
      int next = 1;
      statement.setArray(next++, arrays.of("uuid", waiters, a -> a.item.id()));
      statement.setArray(next++, arrays.of("int4", waiters, At::lock));
      statement.setArray(next++, arrays.of("int8", waiters, a -> a.item.place()));
      statement.setArray(next++, arrays.of("text", waiters, a -> a.item.claim().owner()));
      statement.setArray(next++, arrays.of("text", waiters, a -> a.item.claim().mode().label()));
      statement.setArray(next++, arrays.of("int4", waiters, a -> a.item.claim().permits()));
      statement.setArray(next++, arrays.of("int8", waiters, a -> a.item.claim().ttl().toMillis()));
      statement.setArray(next++, arrays.of("text", waiters, a -> a.item.claim().session()));
      statement.setArray(next++, arrays.of("text", waiters, a -> a.item.claim().ticket()));
      statement.setArray(next++, arrays.of("text", waiters, a -> a.item.claim().metadata()));
      statement.setArray(next++, arrays.of("uuid", waiters, a -> a.item.node()));
      statement.setArray(next++, arrays.times(waiters, a -> a.item.since()));
      statement.setArray(next++, arrays.times(waiters, a -> a.item.calledAt()));
      statement.setArray(next, arrays.times(waiters, a -> a.item.keptUntil()));
      statement.executeUpdate();
    }
  }

  private void move(List<Waiter> waiters) throws SQLException {
    if (waiters.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
      statement.setArray(1, arrays.of("uuid", waiters, Waiter::id));
      statement.setArray(2, arrays.of("uuid", waiters, Waiter::node));
      statement.setArray(3, arrays.times(waiters, Waiter::calledAt));
      statement.setArray(4, arrays.times(waiters, Waiter::keptUntil));
      statement.executeUpdate();
    }
  }

  /** The partition of the history that a moment belongs to. */
  static int slot(Instant at) {
    return Math.floorMod(at.getEpochSecond() / Duration.ofDays(1).toSeconds(), SLOTS);
  }

  private static @Nullable Instant ownEnd(Grant grant) {
    return grant.session() == null ? grant.expiresAt() : null;
  }
}
