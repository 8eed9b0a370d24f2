package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The key-value store beside etcd and Redis, and above its floors. */
final class KvBench {
  static final int VALUE_BYTES = 100;

  /** About what the answer to a put has. */
  static final int ANSWER_BYTES = 200;

  static final byte[] VALUE =
      "v".repeat(VALUE_BYTES).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  static final int CONNECTIONS = 64;
  static final int KEYS = 10_000;

  private final int rounds;
  private final Duration round;

  KvBench(int rounds, Duration round) {
    this.rounds = rounds;
    this.round = round;
  }

  void run() throws IOException, InterruptedException {
    Comparison comparison = new Comparison(rounds, round, CONNECTIONS, KEYS);
    List<KvPeer> peers = new ArrayList<>();
    try (FloorServer floors = new FloorServer()) {
      AshlarPeer ashlar = new AshlarPeer();
      peers.add(ashlar);
      peers.add(new EtcdPeer());
      peers.add(new RedisPeer());
      peers.addAll(floors.floors());
      for (KvPeer peer : peers) {
        new Load(peer.puts(), CONNECTIONS, KEYS).eachKeyOnce();
      }
      System.out.println(
          CONNECTIONS
              + " connections, "
              + KEYS
              + " keys, values of "
              + VALUE_BYTES
              + " bytes, "
              + comparison);
      try (Pgbench floor = new Pgbench()) {
        comparison.print("put", peers, KvPeer::puts, floor::puts);
        comparison.print("get", peers, KvPeer::gets, floor::gets);
      }
      new Comparison(rounds, round, CONNECTIONS, 1)
          .print("increments of one number", List.of(ashlar), AshlarPeer::increments, null);
    } finally {
      peers.forEach(Peer::close);
    }
  }
}
