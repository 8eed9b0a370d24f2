package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import dev.ashlar.it.StockPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The locks of this project. */
final class AshlarLockPeer implements LockPeer {
  private final String name;
  private final List<AshlarServer> nodes;
  private final @Nullable StockPostgres postgres;
  private final String key;

  private AshlarLockPeer(
      String name, List<AshlarServer> nodes, @Nullable StockPostgres postgres, String key) {
    this.name = name;
    this.nodes = nodes;
    this.postgres = postgres;
    this.key = key;
  }

  /** As it is shipped: ashlar.jar with its embedded PostgreSQL. */
  static AshlarLockPeer shipped() {
    AshlarServer server = AshlarServer.start();
    return new AshlarLockPeer("Ashlar", List.of(server), null, server.adminKey());
  }

  /** Two nodes on one database. */
  static AshlarLockPeer twoNodes() {
    StockPostgres postgres = StockPostgres.started();
    List<AshlarServer> nodes =
        List.of(
            AshlarServer.start(postgres.environment("a")),
            AshlarServer.start(postgres.environment("b")));
    return new AshlarLockPeer("Ashlar, two nodes", nodes, postgres, StockPostgres.ADMIN_KEY);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String remark() {
    return "fsync on, PostgreSQL 18";
  }

  @Override
  public List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    for (AshlarServer node : nodes) {
      all.add(node.launcher());
      all.add(node.server());
    }
    all.add(postgres == null ? nodes.get(0).database() : postgres.process());
    return all;
  }

  @Override
  public LockClient client(int number, Duration ttl) throws IOException {
    int port = nodes.get(number % nodes.size()).port();
    return new AshlarLockClient(port, key, "client-" + number, ttl);
  }

  @Override
  public void close() {
    nodes.forEach(AshlarServer::close);
    if (postgres != null) {
      postgres.close();
    }
  }
}
