package dev.ashlar.platform.database;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The one thread that holds a connection of the node for as long as the node runs. */
final class LinkThread {
  private volatile boolean stopped;
  private @Nullable Thread thread;

  void start(ThreadFactory threads, String name, Runnable work) {
    thread = threads.newThread(work);
    thread.setName(name);
    thread.start();
  }

  /** Asks it to end. */
  void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /** Called by itself, between two attempts. */
  void pause(int millis) {
    try {
      if (!stopped) {
        Thread.sleep(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
