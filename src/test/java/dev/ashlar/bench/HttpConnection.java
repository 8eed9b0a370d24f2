package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** A kept connection of HTTP/1.1, with as little work of its own as possible. Not thread-safe. */
final class HttpConnection implements Closeable {
  /** Longer than anybody waits for a lock. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Wire wire;

  HttpConnection(int port) throws IOException {
    wire = new Wire(port);
    wire.waitAtMost(PATIENCE);
  }

  /**
   * Sends a whole request, as {@link HttpExchange#request} makes it, and answers with the body that
   * comes back.
   *
   * @throws IOException also when the answer is an error
   */
  byte[] call(byte[] request) throws IOException {
    wire.send(request);
    String status = wire.line();
    int length = 0;
    boolean chunked = false;
    for (String header = wire.line(); !header.isEmpty(); header = wire.line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding: chunked")) {
        chunked = true;
      }
    }
    byte[] body = chunked ? chunks() : wire.bytes(length);
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException(status + " " + new String(body, UTF_8));
    }
    return body;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      body.writeBytes(wire.bytes(size));
      wire.skip(2);
    }
    while (!wire.line().isEmpty()) {
      // A trailer.
    }
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(wire.line(), 16);
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
