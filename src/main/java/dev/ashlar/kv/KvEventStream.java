package dev.ashlar.kv;

import dev.ashlar.kv.KvWatchMemory.Share;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A watcher who is sent events as they come, by a connection that is written to only when it takes
 * something: no thread waits for it, and what waits for it is bounded. Thread-safe.
 */
final class KvEventStream implements KvWatcher, WriteListener {
  private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long ENDING_NANOS = Duration.ofSeconds(30).toNanos();

  private final String prefix;
  private final boolean values;
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Share memory;
  private final BooleanSupplier allowed;
  private final Runnable whenGone;
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  private boolean open;
  private boolean writing;
  private boolean ending;
  private boolean gone;
  private boolean told;
  private long lastOffer = System.nanoTime();
  private long endingSince;

  /**
   * @param memory what it may take of the memory for waiting events
   * @param allowed whether the client may still watch
   * @param whenGone called once; the server does not tell when a client has gone
   */
  KvEventStream(
      String prefix,
      boolean values,
      AsyncContext async,
      Share memory,
      BooleanSupplier allowed,
      Runnable whenGone)
      throws IOException {
    this.prefix = prefix;
    this.values = values;
    this.async = async;
    this.out = async.getResponse().getOutputStream();
    this.memory = memory;
    this.allowed = allowed;
    this.whenGone = whenGone;
  }

  /** Begins to write when the connection takes something. */
  void open() {
    out.setWriteListener(this);
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public synchronized void offer(KvChange change) {
    send(change.frame(values));
  }

  private void send(byte[] frame) {
    if (ending || gone) {
      return;
    }
    if (!memory.take(frame.length)) {
      waiting.clear();
      memory.clear();
      end(
          KvChange.frame(
              "overrun",
              null,
              Map.of("detail", "More changes came than were taken; go on from the last id.")));
      return;
    }
    lastOffer = System.nanoTime();
    waiting.add(frame);
    write();
  }

  @Override
  public synchronized void reached(KvPosition position) {
    boolean idle = System.nanoTime() - lastOffer > IDLE_NANOS;
    if ((idle || !told) && waiting.isEmpty()) {
      told = true;
      Object data = Map.of("revision", position.complete());
      send(KvChange.frame("progress", position.toString(), data));
    }
  }

  @Override
  public synchronized void compacted(long oldestRevision) {
    end(KvChange.frame("compacted", null, Map.of("oldestRevision", oldestRevision)));
  }

  @Override
  public synchronized boolean isReady() {
    return waiting.isEmpty();
  }

  @Override
  public boolean isGone() {
    if (!allowed.getAsBoolean()) {
      end();
    }
    synchronized (this) {
      if (ending && System.nanoTime() - endingSince > ENDING_NANOS) {
        close();
      }
      return gone;
    }
  }

  /** Ends after what waits is written, or in half a minute if nobody takes it. */
  synchronized void end() {
    if (!ending) {
      ending = true;
      endingSince = System.nanoTime();
    }
    write();
  }

  private void end(byte[] lastFrame) {
    if (!ending) {
      waiting.add(lastFrame);
      end();
    }
  }

  @Override
  public synchronized void onWritePossible() {
    open = true;
    writing = false;
    write();
  }

  @Override
  public synchronized void onError(Throwable error) {
    close();
  }

  /** The connection is gone, whoever ended it. */
  synchronized void close() {
    if (!gone) {
      gone = true;
      waiting.clear();
      memory.clear();
      whenGone.run();
      async.complete();
    }
  }

  /**
   * Writes as long as the connection takes something; its listener is called when it does again.
   */
  private void write() {
    if (!open || writing || gone) {
      return;
    }
    try {
      boolean written = false;
      while (out.isReady()) {
        byte[] next = waiting.poll();
        if (next != null) {
          out.write(next);
          memory.give(next.length);
          written = true;
        } else if (written) {
          out.flush();
          written = false;
        } else {
          if (ending) {
            close();
          }
          return;
        }
      }
      writing = true;
    } catch (IOException | RuntimeException e) {
      close();
    }
  }
}
