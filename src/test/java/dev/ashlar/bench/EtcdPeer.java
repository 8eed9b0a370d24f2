package dev.ashlar.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The keys of etcd. */
final class EtcdPeer implements KvPeer {
  private static final String VALUE = Base64.getEncoder().encodeToString(KvBench.VALUE);

  private final EtcdServer server = new EtcdServer();

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public String remark() {
    return "fsync on, one member, no authentication";
  }

  @Override
  public List<ProcessHandle> processes() {
    return server.processes();
  }

  @Override
  public Load.Connector puts() {
    return () ->
        new HttpExchange(
            server.port(),
            key ->
                EtcdServer.post(
                    "/v3/kv/put", "{\"key\":\"" + key(key) + "\",\"value\":\"" + VALUE + "\"}"));
  }

  @Override
  public Load.Connector gets() {
    return () ->
        new HttpExchange(
            server.port(),
            key -> EtcdServer.post("/v3/kv/range", "{\"key\":\"" + key(key) + "\"}"));
  }

  private static String key(int key) {
    byte[] name = ("key-" + key).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(name);
  }

  @Override
  public void close() {
    server.close();
  }
}
