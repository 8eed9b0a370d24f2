package dev.ashlar.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was measured of locks, and what was aimed at, as Markdown. */
final class LockTables {
  private final boolean oursIsFirst;

  LockTables(boolean oursIsFirst) {
    this.oursIsFirst = oursIsFirst;
  }

  String pairs(List<LockPairs> all, double rate) {
    return String.format(
            Locale.ROOT,
            "%n**acquire and release**, nobody else wants the lock; latencies at a fixed rate of"
                + " %,.0f pairs a second%n%n"
                + "| | pairs/s, median (lowest–highest) | ours to it | acquire p50 ms | p99"
                + " | release p50 ms | p99 | CPU s per 1,000 pairs | MB | but |%n"
                + "|---|---|---|---|---|---|---|---|---|---|%n",
            rate)
        + all.stream().map(one -> pairs(one, all.get(0))).collect(Collectors.joining())
        + "| aim | 4,000 | | | 5 | | | | | |\n";
  }

  private String pairs(LockPairs one, LockPairs first) {
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f (%,.0f–%,.0f) | %s | %.1f | %.1f | %.1f | %.1f | %.2f | %,d | %s |%n",
        one.peer.name(),
        one.series.median(),
        one.series.lowest(),
        one.series.highest(),
        oursIsFirst ? decimals(2, first.series.median() / one.series.median()) : "",
        one.acquires.getValueAtPercentile(50) / 1e6,
        one.acquires.getValueAtPercentile(99) / 1e6,
        one.releases.getValueAtPercentile(50) / 1e6,
        one.releases.getValueAtPercentile(99) / 1e6,
        one.series.cpuSecondsPerThousand(),
        one.series.megabytes(),
        one.peer.remark());
  }

  /**
   * The table of hand-offs.
   *
   * @param waiters the lengths of the queues
   * @param all for each of them, those of all peers
   */
  String handOffs(List<Integer> waiters, List<List<LockHandOffs>> all) {
    StringBuilder table =
        new StringBuilder("\n**hand-off**, from the sending of a release to the next answer\n\n| ");
    waiters.forEach(n -> table.append("| ").append(n).append(" waiting: p50 ms | p99 "));
    table
        .append("| hand-offs | but |\n|---|")
        .append("---|---|".repeat(all.size()))
        .append("---|---|\n");
    IntStream.range(0, all.get(0).size())
        .mapToObj(peer -> all.stream().map(one -> one.get(peer)).toList())
        .forEach(ofPeer -> table.append(handOffs(ofPeer)));
    return table.append("| aim ").append("| | 10 ".repeat(all.size())).append("| | |\n").toString();
  }

  private static String handOffs(List<LockHandOffs> ofPeer) {
    StringBuilder line = new StringBuilder("| " + ofPeer.get(0).peer.name());
    for (LockHandOffs one : ofPeer) {
      line.append(" | ").append(decimals(1, one.millis(50)));
      line.append(" | ").append(decimals(1, one.millis(99)));
    }
    return line.append(" | ")
        .append(
            ofPeer.stream()
                .map(one -> String.format(Locale.ROOT, "%,d", one.latencies.getTotalCount()))
                .collect(Collectors.joining(" + ")))
        .append(" | ")
        .append(ofPeer.get(0).peer.remark())
        .append(" |\n")
        .toString();
  }

  String crashes(List<LockCrashes> all) {
    return "\n**crash**, from a grant to the next one beyond the TTL of the first, which is "
        + LockCrashes.TTL.toSeconds()
        + " s\n\n| | p50 ms | most | crashes |\n|---|---|---|---|\n"
        + all.stream()
            .map(
                one ->
                    String.format(
                        Locale.ROOT,
                        "| %s | %,.0f | %,.0f | %d |%n",
                        one.peer.name(),
                        one.millis(50),
                        one.millis(100),
                        one.samples()))
            .collect(Collectors.joining())
        + "| aim | | 250 | |\n";
  }

  private static String decimals(int decimals, double number) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
