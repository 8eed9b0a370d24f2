package dev.ashlar.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a node and its database on the loopback interface, and breaks the connection in
 * the ways a network does. Thread-safe.
 */
final class TcpProxy implements AutoCloseable {
  private enum Mode {
    PASSING,
    CUT,
    SILENT
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.PASSING;
  private volatile int delayMillis;

  /** A proxy on a free port, to a port of this machine. */
  TcpProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept, "proxy to " + target);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Every connection is as good as the machine's own; those that went silent stay so. */
  void pass() {
    mode = Mode.PASSING;
    delayMillis = 0;
  }

  /** Connections are closed, new ones are refused. */
  void cut() {
    mode = Mode.CUT;
    links.forEach(Link::close);
  }

  /**
   * Connections stay open, but nothing comes through any more: for new ones until {@link #pass}.
   */
  void silence() {
    mode = Mode.SILENT;
    links.forEach(link -> link.silent = true);
  }

  /** Whatever comes through takes longer. */
  void delay(int millis) {
    delayMillis = millis;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        open(listener.accept());
      } catch (IOException e) {
        // Closed, or the target is away: the caller's connection is closed too.
      }
    }
  }

  private void open(Socket caller) throws IOException {
    if (mode == Mode.CUT) {
      caller.close();
      return;
    }
    try {
      Link link = new Link(caller, new Socket(InetAddress.getLoopbackAddress(), target));
      link.silent = mode == Mode.SILENT;
      links.add(link);
      daemon(() -> link.pump(link.caller, link.callee), "proxy, there");
      daemon(() -> link.pump(link.callee, link.caller), "proxy, back");
    } catch (IOException e) {
      caller.close();
    }
  }

  private static void daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private final class Link {
    private final Socket caller;
    private final Socket callee;
    private volatile boolean silent;

    Link(Socket caller, Socket callee) throws IOException {
      this.caller = caller;
      this.callee = callee;
      caller.setTcpNoDelay(true);
      callee.setTcpNoDelay(true);
    }

    void pump(Socket from, Socket to) {
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (delayMillis > 0) {
            Thread.sleep(delayMillis);
          }
          if (!silent) {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // One side is gone; so is the other, below.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!silent) {
        close();
      }
    }

    void close() {
      links.remove(this);
      try {
        caller.close();
        callee.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
