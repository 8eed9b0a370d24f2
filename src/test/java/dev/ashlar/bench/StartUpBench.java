package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import dev.ashlar.it.StockPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From process start to ready: ashlar.jar with its database, and the stock server without. */
final class StartUpBench {
  private final int rounds;

  StartUpBench(int rounds) {
    this.rounds = rounds;
  }

  void run() {
    List<Double> ours = new ArrayList<>();
    List<Double> stock = new ArrayList<>();
    start(new ArrayList<>()); // unpacks, and records the archive of classes
    try (StockPostgres database = StockPostgres.started()) {
      for (int i = 0; i < rounds; i++) {
        stock(database, stock);
        start(ours);
      }
    }
    System.out.printf(
        "%n**start-up**, seconds from process start to ready%n%n| | median | lowest | highest |%n"
            + "|---|---|---|---|%n%s%s%nratio of the medians: %.2f%n",
        line("ashlar.jar, with its database", ours),
        line("stock Payara Micro, database running", stock),
        median(ours) / median(stock));
  }

  private static void start(List<Double> seconds) {
    long begin = System.nanoTime();
    AshlarServer server = AshlarServer.start();
    seconds.add((System.nanoTime() - begin) / 1e9);
    server.close();
  }

  private static void stock(StockPostgres database, List<Double> seconds) {
    Path directory = AshlarServer.temporaryDirectory();
    int port = AshlarServer.freePort();
    long begin = System.nanoTime();
    LocalProcess server =
        LocalProcess.answering(
            directory,
            URI.create("http://127.0.0.1:" + port + "/health/ready"),
            LocalProcess.payara(Path.of("target/ashlar.war").toAbsolutePath(), port),
            database.environment("stock"));
    seconds.add((System.nanoTime() - begin) / 1e9);
    server.close();
  }

  private static String line(String name, List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    return String.format(
        "| %s | %.1f | %.1f | %.1f |%n",
        name, median(seconds), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
