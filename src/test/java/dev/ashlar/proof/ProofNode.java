package dev.ashlar.proof;

import dev.ashlar.it.AshlarServer;
import dev.ashlar.it.Processes;
import dev.ashlar.it.StockPostgres;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A node of its own JVM, whose way to the database leads through a proxy. */
final class ProofNode implements AutoCloseable {
  private final String name;
  private final TcpProxy proxy;
  private final AshlarServer server;

  private ProofNode(String name, TcpProxy proxy, AshlarServer server) {
    this.name = name;
    this.proxy = proxy;
    this.server = server;
  }

  /** A node that is ready. */
  static ProofNode start(String name, StockPostgres database) {
    TcpProxy proxy = new TcpProxy(database.port());
    Map<String, String> environment = new HashMap<>(database.environment(name));
    environment.put("ASHLAR_DB_URL", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres");
    return new ProofNode(name, proxy, AshlarServer.start(environment));
  }

  String name() {
    return name;
  }

  URI uri() {
    return server.baseUri();
  }

  TcpProxy proxy() {
    return proxy;
  }

  void kill() {
    ProcessHandle launcher = server.launcher();
    ProcessHandle jvm = server.server();
    jvm.destroyForcibly();
    AshlarServer.awaitEnd(jvm);
    AshlarServer.awaitEnd(launcher);
  }

  void restart() {
    server.restart();
  }

  void pause() {
    signal("STOP");
  }

  void goOn() {
    signal("CONT");
  }

  private void signal(String signal) {
    Processes.signal(signal, server.server().pid());
  }

  @Override
  public void close() throws IOException {
    server.close();
    proxy.close();
  }
}
