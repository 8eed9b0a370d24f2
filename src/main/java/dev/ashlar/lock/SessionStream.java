package dev.ashlar.lock;

import dev.ashlar.platform.http.ClientConnection;
import dev.ashlar.platform.http.EventStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * A stream that keeps a session alive as long as it is open, and tells what the session is granted
 * and what it loses. Whether it may still hold anything it knows by this machine's clock, without
 * the database. Thread-safe.
 */
final class SessionStream {
  private static final long PING_NANOS = Duration.ofSeconds(10).toNanos();
  private static final String RELEASED = "released";

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

  /** Takes note of what the session holds now. */
  synchronized void holds(List<LockSessions.Held> held, BiFunction<String, UUID, String> howEnded) {
    Map<UUID, LockSessions.Held> now = new HashMap<>();
    held.forEach(each -> now.put(each.lease(), each));
    for (LockSessions.Held each : List.copyOf(known.values())) {
      if (!now.containsKey(each.lease())) {
        known.remove(each.lease());
        if (!howEnded.apply(each.lock(), each.lease()).equals(RELEASED)) {
          tell("lost", each);
        }
      }
    }
    for (LockSessions.Held each : held) {
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

  /** Looks at clock and client; true when there is nothing more to tell anybody. */
  synchronized boolean isOver() {
    if (client.isGone()) {
      stream.close();
    } else if (!allowed.getAsBoolean()) {
      stream.end();
    }
    long ttl = session.ttl().toNanos();
    if (age() >= ttl) {
      sessionLost();
    } else if (age() > ttl * 2 / 3 && !warned) {
      warned = true;
      known.values().forEach(each -> tell("expiring", each));
    }
    return stream.isGone() || over;
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
