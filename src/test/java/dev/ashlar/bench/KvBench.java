package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

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
              + rounds
              + " rounds of "
              + round.toSeconds()
              + " s, alternating");
      try (Pgbench floor = new Pgbench()) {
        measure("put", peers, KvPeer::puts, floor::puts);
        measure("get", peers, KvPeer::gets, floor::gets);
      }
      counter(ashlar);
    } finally {
      peers.forEach(Peer::close);
    }
  }

  /** All connections add to one number. */
  private void counter(AshlarPeer ashlar) throws InterruptedException {
    Series series = new Series(ashlar, new Load(ashlar.increments(), CONNECTIONS, 1));
    series.warmUp();
    for (int i = 0; i < rounds; i++) {
      series.flatOut(round);
    }
    double rate = series.median() / 2;
    for (int i = 0; i < rounds; i++) {
      series.atRate(round, rate);
    }
    System.out.print(new Table("increments of one number", rate, List.of(series)));
  }

  private void measure(
      String what,
      List<KvPeer> peers,
      Function<KvPeer, Load.Connector> calls,
      Pgbench.Statement floor)
      throws IOException, InterruptedException {
    List<Series> all = new ArrayList<>();
    for (KvPeer peer : peers) {
      Series series = new Series(peer, new Load(calls.apply(peer), CONNECTIONS, KEYS));
      all.add(series);
      series.warmUp();
    }
    Series statements = new Series("floor: pgbench, one statement a transaction");
    for (int i = 0; i < rounds; i++) {
      for (Series series : all) {
        series.flatOut(round);
      }
      statements.throughput.add(floor.perSecond(CONNECTIONS, round));
      Collections.rotate(all, 1);
    }
    double rate = all.stream().mapToDouble(Series::median).min().orElse(0) / 2;
    for (int i = 0; i < rounds; i++) {
      for (Series series : all) {
        series.atRate(round, rate);
      }
      Collections.rotate(all, 1);
    }
    all.sort((a, b) -> Integer.compare(peers.indexOf(a.peer), peers.indexOf(b.peer)));
    all.add(statements);
    System.out.print(new Table(what, rate, all));
  }
}
