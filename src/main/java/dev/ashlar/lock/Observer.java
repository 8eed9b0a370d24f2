package dev.ashlar.lock;

import dev.ashlar.platform.http.ClientConnection;
import dev.ashlar.platform.http.EventStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Somebody who is told who leads, now and whenever that changes. Thread-safe. */
final class Observer {
  private static final long PING_NANOS = Duration.ofSeconds(10).toNanos();
  static final byte[] PING = ": \n\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final String election;
  private final EventStream stream;
  private final ClientConnection client;
  private final BooleanSupplier allowed;
  private Elections.@Nullable View shown;
  private long sentAt = System.nanoTime();

  /**
   * @param allowed whether the client may still look
   */
  Observer(String election, EventStream stream, ClientConnection client, BooleanSupplier allowed) {
    this.election = election;
    this.stream = stream;
    this.client = client;
    this.allowed = allowed;
  }

  String election() {
    return election;
  }

  synchronized void show(Elections.View view) {
    if (view.differsFrom(shown)) {
      shown = view;
      send(EventStream.frame("leader", Long.toString(view.token()), view));
    } else if (System.nanoTime() - sentAt > PING_NANOS) {
      send(PING);
    }
  }

  private void send(byte[] frame) {
    sentAt = System.nanoTime();
    if (!stream.send(frame)) {
      stream.close();
    }
  }

  boolean isOver() {
    if (client.isGone()) {
      stream.close();
    }
    return stream.isGone();
  }

  void endUnlessAllowed() {
    if (!allowed.getAsBoolean()) {
      stream.end();
    }
  }
}
