package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** etcd through its JSON gateway, one member. */
final class EtcdPeer implements Peer {
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String VALUE = Base64.getEncoder().encodeToString(KvBench.VALUE);

  private final String name = "etcd " + Release.of("etcd") + ", JSON gateway";
  private final int port = AshlarServer.freePort();
  private final LocalProcess process;

  EtcdPeer() {
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

  @Override
  public String name() {
    return name;
  }

  @Override
  public String remark() {
    return "fsync on, one member, no authentication";
  }

  @Override
  public List<ProcessHandle> processes() {
    return process.handles();
  }

  @Override
  public Load.Connector puts() {
    return () ->
        new HttpExchange(
            port,
            key ->
                post("/v3/kv/put", "{\"key\":\"" + key(key) + "\",\"value\":\"" + VALUE + "\"}"));
  }

  @Override
  public Load.Connector gets() {
    return () ->
        new HttpExchange(port, key -> post("/v3/kv/range", "{\"key\":\"" + key(key) + "\"}"));
  }

  private static byte[] post(String path, String body) {
    return HttpExchange.request("POST", path, JSON, body.getBytes(StandardCharsets.US_ASCII));
  }

  private static String key(int key) {
    byte[] name = ("key-" + key).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(name);
  }

  @Override
  public void close() {
    process.close();
  }
}
