package dev.ashlar.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RLock;

/** A thread of a process with Redisson; it shares the connections of the process. */
final class RedissonLockClient implements LockClient {
  private final Function<String, RLock> locks;
  private final Duration ttl;
  private @Nullable RLock held;

  RedissonLockClient(Function<String, RLock> locks, Duration ttl) {
    this.locks = locks;
    this.ttl = ttl;
  }

  @Override
  public void acquire(String name, Duration wait) throws IOException {
    RLock lock = locks.apply(name);
    try {
      if (!lock.tryLock(wait.toMillis(), ttl.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(name + " is held");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    held = lock;
  }

  @Override
  public void release() throws IOException {
    RLock lock = held;
    if (lock == null) {
      throw new IOException("nothing is held");
    }
    lock.unlock();
  }

  @Override
  public void close() {
    // The process keeps its connections.
  }
}
