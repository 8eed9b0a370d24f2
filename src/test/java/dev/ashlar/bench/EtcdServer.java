package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ashlar.it.AshlarServer;
import java.nio.file.Path;
import java.util.List;

/** etcd, one member, called through its JSON gateway. */
final class EtcdServer implements AutoCloseable {
  private static final String JSON = "Content-Type: application/json\r\n";

  private final String name = "etcd " + Release.of("etcd") + ", JSON gateway";
  private final int port = AshlarServer.freePort();
  private final LocalProcess process;

  EtcdServer() {
    Path directory = AshlarServer.temporaryDirectory();
    String client = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + AshlarServer.freePort();
    process =
        LocalProcess.listening(
            directory,
            port,
            List.of(
                "etcd",
                "--data-dir",
                directory.resolve("data").toString(),
                "--listen-client-urls",
                client,
                "--advertise-client-urls",
                client,
                "--listen-peer-urls",
                peer,
                "--initial-advertise-peer-urls",
                peer,
                "--initial-cluster",
                "default=" + peer));
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  List<ProcessHandle> processes() {
    return process.handles();
  }

  /** A call of the gateway, as it goes over the wire. */
  static byte[] post(String path, String body) {
    return HttpExchange.request("POST", path, JSON, body.getBytes(US_ASCII));
  }

  @Override
  public void close() {
    process.close();
  }
}
