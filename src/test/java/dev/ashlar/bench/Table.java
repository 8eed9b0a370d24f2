package dev.ashlar.bench;

import java.util.List;
import java.util.Locale;

/** Series side by side, as Markdown; the first is ours. */
final class Table {
  private final String what;
  private final double rate;
  private final List<Series> all;

  Table(String what, double rate, List<Series> all) {
    this.what = what;
    this.rate = rate;
    this.all = all;
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%n**%s**; latencies at a fixed rate of %,.0f a second%n%n"
                + "| | calls/s, median (lowest–highest) | ours to it | p50 ms | p99 | p99.9"
                + " | CPU s per 1,000 | MB | but |%n|---|---|---|---|---|---|---|---|---|%n",
            what,
            rate));
    all.forEach(series -> table.append(line(series)));
    return table.toString();
  }

  private String line(Series series) {
    String throughput =
        String.format(
            Locale.ROOT,
            "| %s | %,.0f (%,.0f–%,.0f) | %.2f |",
            series.name,
            series.median(),
            series.lowest(),
            series.highest(),
            all.get(0).median() / series.median());
    if (series.peer == null) {
      return throughput + " | | | | | |\n";
    }
    return throughput
        + String.format(
            Locale.ROOT,
            " %.1f | %.1f | %.1f | %.2f | %,d | %s |%n",
            series.millis(50),
            series.millis(99),
            series.millis(99.9),
            series.cpuSecondsPerThousand(),
            series.megabytes(),
            series.peer.remark());
  }
}
