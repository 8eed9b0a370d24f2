package dev.ashlar.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one client, by a connection that is written to only when it takes
 * something: no thread waits for it, and what waits for it is bounded. Thread-safe.
 */
public final class EventStream implements WriteListener, AsyncListener {
  private static final long ENDING_NANOS = Duration.ofSeconds(30).toNanos();

  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Memory memory;
  private final Runnable whenGone;
  private final AtomicBoolean completed = new AtomicBoolean();

  /** Guards itself and the fields below. */
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  private boolean open;
  private boolean writing;
  private boolean ending;
  private volatile boolean gone;
  private long endingSince;

  /** What events may take that wait for a slow client. */
  public interface Memory {
    /** Takes some; false when there is none left. */
    boolean take(long bytes);

    /** Gives some back. */
    void give(long bytes);

    /** Gives back all that was taken. */
    void clear();

    /** So much for one client. */
    static Memory of(long bytes) {
      return new Memory() {
        private long taken;

        @Override
        public synchronized boolean take(long more) {
          boolean fits = taken + more <= bytes;
          taken += fits ? more : 0;
          return fits;
        }

        @Override
        public synchronized void give(long given) {
          taken -= given;
        }

        @Override
        public synchronized void clear() {
          taken = 0;
        }
      };
    }
  }

  private EventStream(AsyncContext async, Memory memory, Runnable whenGone) throws IOException {
    this.async = async;
    this.out = async.getResponse().getOutputStream();
    this.memory = memory;
    this.whenGone = whenGone;
  }

  /**
   * Answers a request with a stream of events.
   *
   * @param whenGone called once when the connection is gone, whoever ended it
   */
  public static EventStream open(
      HttpServletRequest request, HttpServletResponse response, Memory memory, Runnable whenGone)
      throws IOException {
    response.setStatus(200);
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0);
    EventStream stream = new EventStream(async, memory, whenGone);
    async.addListener(stream);
    stream.out.setWriteListener(stream);
    return stream;
  }

  /** An event as the protocol of server-sent events has it. */
  public static byte[] frame(String event, @Nullable String id, Object data) {
    try {
      String json = Json.MAPPER.writeValueAsString(data);
      String line = id == null ? "" : "id: " + id + "\n";
      return ("event: " + event + "\n" + line + "data: " + json + "\n\n").getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends an event; false when too much is waiting already. */
  public boolean send(byte[] frame) {
    boolean taken;
    synchronized (waiting) {
      taken = ending || gone || memory.take(frame.length);
      if (taken && !ending && !gone) {
        waiting.add(frame);
        write();
      }
    }
    completeIfGone();
    return taken;
  }

  /** Ends after what waits is written, or in half a minute if nobody takes it. */
  public void end() {
    synchronized (waiting) {
      if (!ending) {
        ending = true;
        endingSince = System.nanoTime();
      }
      write();
    }
    completeIfGone();
  }

  /** Ends with one more event, that takes the place of all that waits. */
  public void endWith(byte[] lastFrame) {
    synchronized (waiting) {
      if (ending) {
        return;
      }
      waiting.clear();
      memory.clear();
      waiting.add(lastFrame);
    }
    end();
  }

  /** Whether all was taken that was sent. */
  public boolean isIdle() {
    synchronized (waiting) {
      return waiting.isEmpty();
    }
  }

  /** Whether nobody is there any more. */
  public boolean isGone() {
    synchronized (waiting) {
      if (ending && System.nanoTime() - endingSince > ENDING_NANOS) {
        gone = true;
      }
    }
    completeIfGone();
    return gone;
  }

  @Override
  public void onWritePossible() {
    synchronized (waiting) {
      open = true;
      writing = false;
      write();
    }
    completeIfGone();
  }

  @Override
  public void onError(Throwable error) {
    close();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // There is none.
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // It is not started again.
  }

  /** The connection is gone, whoever ended it. */
  public void close() {
    gone = true;
    completeIfGone();
  }

  /** Once, and by a thread that holds nothing: a completion may have to wait for another. */
  private void completeIfGone() {
    if (gone && completed.compareAndSet(false, true)) {
      synchronized (waiting) {
        waiting.clear();
        memory.clear();
      }
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
          gone = ending;
          return;
        }
      }
      writing = true;
    } catch (IOException | RuntimeException e) {
      gone = true;
    }
  }
}
