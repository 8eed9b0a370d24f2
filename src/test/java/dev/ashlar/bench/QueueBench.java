package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The message queue beside ElasticMQ, RabbitMQ and pgmq, and above its floors. */
final class QueueBench {
  static final int CONNECTIONS = 64;
  static final String BODY = "v".repeat(KvBench.VALUE_BYTES);
  static final byte[] MESSAGE = ("{\"body\":\"" + BODY + "\"}").getBytes(US_ASCII);
  static final String JSON = "Content-Type: application/json\r\n";

  private final Comparison comparison;

  QueueBench(int rounds, Duration round) {
    comparison = new Comparison(rounds, round, CONNECTIONS, 1);
  }

  void run() throws IOException, InterruptedException {
    List<QueuePeer> peers = new ArrayList<>();
    try (FloorServer floors = new FloorServer();
        Pgbench pgbench = new Pgbench()) {
      AshlarQueuePeer ashlar = new AshlarQueuePeer();
      peers.add(ashlar);
      peers.add(new AshlarSqsPeer(ashlar));
      peers.add(new ElasticMqPeer());
      peers.add(new RabbitPeer());
      peers.add(new PgmqPeer());
      peers.add(floors.messageFloor());
      System.out.println(
          CONNECTIONS + " connections, bodies of " + BODY.length() + " bytes, " + comparison);
      comparison.print("send", peers, QueuePeer::sends, pgbench::sends);
      peers.forEach(QueuePeer::purge);
      comparison.print(
          "send " + QueuePeer.BATCH + ", receive " + QueuePeer.BATCH + ", acknowledge them",
          peers,
          QueuePeer::cycles,
          null);
    } finally {
      peers.forEach(Peer::close);
    }
  }
}
