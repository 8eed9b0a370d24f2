package dev.ashlar.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntFunction;

/** HTTP/1.1 over a kept connection, with as little work of its own as possible. */
final class HttpExchange implements Exchange {
  private final Wire wire;
  private final IntFunction<byte[]> request;

  /**
   * @param request the whole request for a key, as it goes over the wire
   */
  HttpExchange(int port, IntFunction<byte[]> request) throws IOException {
    this.request = request;
    wire = new Wire(port);
  }

  /** A request with a body. */
  static byte[] request(String method, String path, String headers, byte[] body) {
    byte[] head =
        (method
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + headers
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  @Override
  public void call(int key) throws IOException {
    wire.send(request.apply(key));
    String status = wire.line();
    long length = 0;
    boolean chunked = false;
    for (String header = wire.line(); !header.isEmpty(); header = wire.line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding: chunked")) {
        chunked = true;
      }
    }
    if (chunked) {
      skipChunks();
    } else {
      wire.skip(length);
    }
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException(status);
    }
  }

  private void skipChunks() throws IOException {
    long size;
    do {
      size = Long.parseLong(wire.line(), 16);
      wire.skip(size + 2);
    } while (size > 0);
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
