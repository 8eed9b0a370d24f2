package dev.ashlar.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held until this is closed. It renews itself; if it cannot be renewed in time, or
 * an administrator breaks it, it is lost and says so: what is done under it must end then. Whether
 * it is held is told by this machine's clock, without asking anybody. Thread-safe.
 */
public final class HeldLock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HeldLock.class.getName());

  private final LockEngine engine;
  private final String lock;
  private final Grant grant;
  private final Duration ttl;
  private final Future<?> renewing;
  private long endNanos;
  private boolean over;
  private boolean closed;
  private @Nullable Runnable whenLost;

  HeldLock(
      LockEngine engine,
      ScheduledExecutorService scheduler,
      LockResult.Granted granted,
      Duration ttl) {
    this.engine = engine;
    this.lock = granted.lock();
    this.grant = granted.grant();
    this.ttl = ttl;
    this.endNanos = granted.asked() + ttl.toNanos();
    long third = ttl.toMillis() / 3;
    this.renewing = scheduler.scheduleAtFixedRate(this::renew, third, third, TimeUnit.MILLISECONDS);
  }

  /** The name of the lock. */
  public String name() {
    return lock;
  }

  /** The fencing token of this grant: greater than that of every grant before. */
  public long token() {
    return grant.token();
  }

  /** Whether the lock certainly is held still. */
  public synchronized boolean isHeld() {
    return !over && System.nanoTime() - endNanos < 0;
  }

  /** Calls this once should the lock be lost, at once if it is lost already. */
  public void onLoss(Runnable listener) {
    boolean lost;
    synchronized (this) {
      lost = over && !closed;
      whenLost = lost ? null : listener;
    }
    if (lost) {
      listener.run();
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      over = true;
    }
    renewing.cancel(false);
    CompletionStage<LockResult> unused =
        engine.submit(new LockCommand.Release(lock, grant.lease()));
  }

  private void renew() {
    if (!isHeld()) {
      lose();
      return;
    }
    CompletionStage<LockResult> unused =
        engine
            .submit(new LockCommand.Renew(lock, grant.lease(), ttl))
            .whenComplete(
                (result, error) -> {
                  if (result instanceof LockResult.Granted granted) {
                    prolonged(granted.asked() + ttl.toNanos());
                  } else if (error == null) {
                    lose();
                  } else {
                    LOG.log(Level.DEBUG, "A renewal failed; it is tried again", error);
                  }
                });
  }

  private synchronized void prolonged(long end) {
    if (end - endNanos > 0) {
      endNanos = end;
    }
  }

  private void lose() {
    Runnable listener;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      listener = whenLost;
    }
    renewing.cancel(false);
    if (listener != null) {
      listener.run();
    }
  }
}
