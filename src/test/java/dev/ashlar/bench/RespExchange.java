package dev.ashlar.bench;

import java.io.IOException;
import java.util.function.IntFunction;

/** The protocol of Redis over a kept connection. */
final class RespExchange implements Exchange {
  private final Wire wire;
  private final IntFunction<byte[]> request;

  RespExchange(int port, IntFunction<byte[]> request) throws IOException {
    this.request = request;
    wire = new Wire(port);
  }

  @Override
  public void call(int key) throws IOException {
    wire.send(request.apply(key));
    String answer = wire.line();
    if (answer.startsWith("-") || answer.equals("$-1")) {
      throw new IOException(answer);
    }
    if (answer.startsWith("$")) {
      wire.skip(Long.parseLong(answer.substring(1)) + 2);
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
