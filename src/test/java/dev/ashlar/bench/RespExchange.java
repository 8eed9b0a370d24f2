package dev.ashlar.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.IntFunction;

/** The protocol of Redis over a kept connection. */
final class RespExchange implements Exchange {
  private final Socket socket;
  private final InputStream in;
  private final IntFunction<byte[]> request;

  RespExchange(int port, IntFunction<byte[]> request) throws IOException {
    this.request = request;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
  }

  @Override
  public void call(int key) throws IOException {
    socket.getOutputStream().write(request.apply(key));
    String answer = line();
    if (answer.startsWith("-") || answer.equals("$-1")) {
      throw new IOException(answer);
    }
    if (answer.startsWith("$")) {
      in.skipNBytes(Long.parseLong(answer.substring(1)) + 2);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(16);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
