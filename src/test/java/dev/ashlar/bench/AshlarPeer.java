package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.util.List;

/** This project, as it is shipped: ashlar.jar with its embedded PostgreSQL. */
final class AshlarPeer implements KvPeer {
  private final AshlarServer server;
  private final String path;
  private final String headers;

  AshlarPeer() {
    this(AshlarServer.start(), "bench");
  }

  /** The same server, with the keys of another bucket. */
  AshlarPeer(AshlarServer server, String bucket) {
    this.server = server;
    path = "/api/v1/kv/" + bucket + "/keys/key-";
    headers = "Authorization: Bearer " + server.adminKey() + "\r\n";
  }

  @Override
  public String name() {
    return "Ashlar";
  }

  @Override
  public String remark() {
    return "fsync on, PostgreSQL 18";
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(server.launcher(), server.server(), server.database());
  }

  @Override
  public Load.Connector puts() {
    return () ->
        new HttpExchange(
            server.port(), key -> HttpExchange.request("PUT", path + key, headers, KvBench.VALUE));
  }

  @Override
  public Load.Connector gets() {
    return () ->
        new HttpExchange(
            server.port(), key -> HttpExchange.request("GET", path + key, headers, new byte[0]));
  }

  /** Connections that add to a number. */
  Load.Connector increments() {
    String path = "/api/v1/kv/bench/keys/counter/increment";
    return () ->
        new HttpExchange(
            server.port(), key -> HttpExchange.request("POST", path, headers, new byte[0]));
  }

  AshlarServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
