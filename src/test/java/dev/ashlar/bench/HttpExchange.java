package dev.ashlar.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** One request after the other over a kept connection of HTTP/1.1. */
final class HttpExchange implements Exchange {
  private final HttpConnection connection;
  private final IntFunction<byte[]> request;

  /**
   * @param request the whole request for a key, as it goes over the wire
   */
  HttpExchange(int port, IntFunction<byte[]> request) throws IOException {
    this.request = request;
    connection = new HttpConnection(port);
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
    connection.call(request.apply(key));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
