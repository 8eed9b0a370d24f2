package dev.ashlar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What processes and all that they have started take of the machine. */
final class Usage {
  private Usage() {}

  /** Processor time so far, of those that run. */
  static double cpuSeconds(List<ProcessHandle> roots) {
    return all(roots)
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toNanos)
            .sum()
        / 1e9;
  }

  /** Memory in megabytes; what several share is divided among them. */
  static long megabytes(List<ProcessHandle> roots) {
    return all(roots).mapToLong(Usage::kilobytes).sum() / 1024;
  }

  private static Stream<ProcessHandle> all(List<ProcessHandle> roots) {
    return roots.stream()
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
        .distinct();
  }

  private static long kilobytes(ProcessHandle process) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException ended) {
      return 0;
    }
  }
}
