package dev.ashlar.platform.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An asynchronous request whose completion waits until the thread that started it has left the
 * server's service. On a server that is not Payara it does not wait.
 */
final class LateCompletion implements AsyncContext {
  private static final Logger LOG = System.getLogger(LateCompletion.class.getName());
  private static final int PAUSE_NANOS = 20_000;

  /** Longer it does not wait, whatever the thread does there. */
  private static final long MOST_NANOS = Duration.ofSeconds(5).toNanos();

  /** Asks whether the starting thread is still inside; empty where that cannot be asked. */
  private static final ClassValue<Optional<MethodHandle>> INSIDE =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private final AsyncContext async;
  private final Thread starting = Thread.currentThread();

  LateCompletion(AsyncContext async) {
    this.async = async;
  }

  @Override
  public void complete() {
    if (Thread.currentThread() != starting) {
      awaitExit();
    }
    async.complete();
  }

  private void awaitExit() {
    Optional<MethodHandle> inside = INSIDE.get(async.getClass());
    long began = System.nanoTime();
    try {
      while (inside.isPresent()
          && (boolean) inside.get().invoke(async)
          && System.nanoTime() - began < MOST_NANOS) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<MethodHandle> find(Class<?> type) {
    try {
      // True until the call is over in which the request became asynchronous.
      Method method = type.getDeclaredMethod("isOkToConfigure");
      method.setAccessible(true);
      return Optional.of(MethodHandles.lookup().unreflect(method));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.INFO, "Completions do not wait on this server: {0}", e.toString());
      return Optional.empty();
    }
  }

  @Override
  public ServletRequest getRequest() {
    return async.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return async.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return async.hasOriginalRequestAndResponse();
  }

  @Override
  public void dispatch() {
    async.dispatch();
  }

  @Override
  public void dispatch(String path) {
    async.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    async.dispatch(context, path);
  }

  @Override
  public void start(Runnable run) {
    async.start(run);
  }

  @Override
  public void addListener(AsyncListener listener) {
    async.addListener(listener);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    async.addListener(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return async.createListener(type);
  }

  @Override
  public void setTimeout(long timeout) {
    async.setTimeout(timeout);
  }

  @Override
  public long getTimeout() {
    return async.getTimeout();
  }
}
