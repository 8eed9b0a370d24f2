package dev.ashlar.lock;

import dev.ashlar.platform.http.ClientConnection;
import dev.ashlar.platform.http.EventStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A stream that keeps a session alive as long as it is open, and tells what the session is granted
 * and what it loses. Whether it may still hold anything it knows by this machine's clock, without
 * the database. Thread-safe.
 */
final class SessionStream {
  private static final long PING_NANOS = Duration.ofSeconds(10).toNanos();

  private final LockSessions.View session;
  private final EventStream stream;
  private final ClientConnection client;
  private final BooleanSupplier allowed;
  private final Map<UUID, LockSessions.Held> known = new HashMap<>();
  private long aliveSince;
  private boolean warned;
  private boolean over;
  private long sentAt = System.nanoTime();

  /** What a client is told about a lock. */
  record Told(String lock, long token, String session) {}

  /**
   * @param aliveSince when, by {@link System#nanoTime}, the session was known to begin its time
   * @param allowed whether the client may still hold it
   */
  SessionStream(
      LockSessions.View session,
      long aliveSince,
      EventStream stream,
      ClientConnection client,
      BooleanSupplier allowed) {
    this.session = session;
    this.aliveSince = aliveSince;
    this.stream = stream;
    this.client = client;
    this.allowed = allowed;
  }

  String session() {
    return session.id();
  }

  /** Whether it is to be kept alive again: a third of its time is over. */
  synchronized boolean isDue() {
    return !over && age() > session.ttl().toNanos() / 3;
  }

  synchronized void keptAliveAt(long asked) {
    aliveSince = asked;
    warned = false;
  }

  /** What the session held when it was looked at before, and does not hold now. */
  synchronized List<LockSessions.Held> missing(List<LockSessions.Held> now) {
    Set<UUID> leases = now.stream().map(LockSessions.Held::lease).collect(Collectors.toSet());
    return known.values().stream().filter(each -> !leases.contains(each.lease())).toList();
  }

  /**
   * Takes note of what the session holds now.
   *
   * @param released what it does not hold any more because it gave it back
   */
  synchronized void holds(List<LockSessions.Held> now, Set<UUID> released) {
    for (LockSessions.Held each : missing(now)) {
      known.remove(each.lease());
      if (!released.contains(each.lease())) {
        tell("lost", each);
      }
    }
    for (LockSessions.Held each : now) {
      if (known.put(each.lease(), each) == null) {
        tell("granted", each);
      }
    }
    if (System.nanoTime() - sentAt > PING_NANOS) {
      send(Observer.PING);
    }
  }

  /** All is lost that it held. */
  synchronized void sessionLost() {
    if (!over) {
      over = true;
      known.values().forEach(each -> tell("lost", each));
      stream.end();
    }
  }

  /** Looks at clock and client, and asks nobody else; true when there is nobody any more. */
  boolean isOver() {
    lookAtClock();
    if (client.isGone()) {
      stream.close();
    }
    return stream.isGone();
  }

  void endUnlessAllowed() {
    if (!allowed.getAsBoolean()) {
      end();
    }
  }

  private synchronized void lookAtClock() {
    long ttl = session.ttl().toNanos();
    if (age() >= ttl) {
      sessionLost();
    } else if (age() > ttl * 2 / 3 && !warned && !over) {
      warned = true;
      known.values().forEach(each -> tell("expiring", each));
    }
  }

  private synchronized void end() {
    over = true;
    stream.end();
  }

  private long age() {
    return System.nanoTime() - aliveSince;
  }

  private void tell(String event, LockSessions.Held held) {
    send(EventStream.frame(event, null, new Told(held.lock(), held.token(), session.id())));
  }

  private void send(byte[] frame) {
    sentAt = System.nanoTime();
    if (!stream.send(frame)) {
      stream.close();
    }
  }
}
