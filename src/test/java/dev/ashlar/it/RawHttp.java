package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** A request as no proper client would send it, over a bare connection. */
final class RawHttp {
  private RawHttp() {}

  /** Sends a request line and headers, and answers all that came back. */
  static String send(AshlarServer server, String requestLine, String... headers) {
    StringBuilder request = new StringBuilder(requestLine + " HTTP/1.1\r\nHost: x\r\n");
    request.append("Authorization: Bearer ").append(server.adminKey()).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return sendBytes(server, request.append("Connection: close\r\n\r\n").toString());
  }

  /** Sends the beginning of a PUT, and hangs up; answers all that came back. */
  static String hangUpAfter(AshlarServer server, String path, String header, String body) {
    String head =
        "PUT " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + server.adminKey();
    return send(server, head + "\r\n" + header + "\r\n\r\n" + body, true);
  }

  /** Announces a body of a PUT and sends a part of it; the connection stays open. */
  static Socket stall(AshlarServer server, String path) throws IOException {
    String head =
        "PUT " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + server.adminKey();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket
        .getOutputStream()
        .write((head + "\r\nContent-Length: 9\r\n\r\nabc").getBytes(ISO_8859_1));
    return socket;
  }

  /** Posts JSON; the connection stays open, and who closes it hangs up. */
  static Socket post(Api api, String path, String json) {
    String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + api.key();
    String body = "\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    return open(api, head + "\r\nContent-Type: application/json" + body);
  }

  /** Asks for a stream; the connection stays open. */
  static Socket stream(Api api, String path) {
    String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + api.key();
    return open(api, head + "\r\n\r\n");
  }

  private static Socket open(Api api, String request) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.base().getPort());
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends exactly these characters, one byte each. */
  static String sendBytes(AshlarServer server, String request) {
    return send(server, request, false);
  }

  private static String send(AshlarServer server, String request, boolean hangUp) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      if (hangUp) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
