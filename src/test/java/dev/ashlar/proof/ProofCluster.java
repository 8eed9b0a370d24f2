package dev.ashlar.proof;

import dev.ashlar.it.StockPostgres;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Nodes on one database, to be broken and mended. */
final class ProofCluster implements AutoCloseable {
  private final StockPostgres database;
  private final List<ProofNode> nodes;

  private ProofCluster(StockPostgres database, List<ProofNode> nodes) {
    this.database = database;
    this.nodes = nodes;
  }

  static ProofCluster start(int size) {
    StockPostgres database = StockPostgres.started();
    List<CompletableFuture<ProofNode>> starting =
        IntStream.range(0, size)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> ProofNode.start("node-" + i, database)))
            .toList();
    return new ProofCluster(database, starting.stream().map(CompletableFuture::join).toList());
  }

  List<ProofNode> nodes() {
    return nodes;
  }

  /** Those that a fault happens to. */
  List<ProofNode> hit(Fault fault) {
    return fault.kind() == Fault.Kind.CRASH_DATABASE ? nodes : List.of(nodes.get(fault.node()));
  }

  void begin(Fault fault) {
    ProofNode node = nodes.get(fault.node());
    switch (fault.kind()) {
      case KILL_NODE -> node.kill();
      case PAUSE_NODE -> node.pause();
      case CRASH_DATABASE -> database.crash();
      case CUT_CONNECTION -> node.proxy().cut();
      case DELAY_CONNECTION -> node.proxy().delay(150);
      case HALF_OPEN_CONNECTION -> node.proxy().silence();
    }
  }

  /** Mends what was broken; a node or a database that is started is ready on return. */
  void end(Fault fault) {
    ProofNode node = nodes.get(fault.node());
    switch (fault.kind()) {
      case KILL_NODE -> node.restart();
      case PAUSE_NODE -> node.goOn();
      case CRASH_DATABASE -> database.start();
      case CUT_CONNECTION, DELAY_CONNECTION, HALF_OPEN_CONNECTION -> node.proxy().pass();
    }
  }

  @Override
  public void close() throws IOException {
    for (ProofNode node : nodes) {
      node.close();
    }
    database.close();
  }
}
