package dev.ashlar.platform.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;

/**
 * Rate and latency of this node's API requests over the last whole interval of two seconds.
 * Thread-safe.
 */
@ApplicationScoped
public class RequestMeter {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Recorder recorder = new Recorder(LONGEST_NANOS, 2);
  private @Nullable Histogram spare;
  private long intervalStart = System.nanoTime();
  private Load load = new Load(0, null, null);

  /**
   * What a node does.
   *
   * @param requestsPerSecond requests of the API that ended, per second
   * @param latencyP50Millis median from receiving the request to the end of the answer; null when
   *     there was none
   * @param latencyP99Millis 99th percentile of the same
   */
  public record Load(
      double requestsPerSecond,
      @Nullable Double latencyP50Millis,
      @Nullable Double latencyP99Millis) {}

  void record(long nanos) {
    recorder.recordValue(Math.min(nanos, LONGEST_NANOS));
  }

  /** The load of the last whole interval. */
  public synchronized Load load() {
    long now = System.nanoTime();
    long elapsed = now - intervalStart;
    if (elapsed >= INTERVAL_NANOS) {
      Histogram interval = recorder.getIntervalHistogram(spare);
      spare = interval;
      intervalStart = now;
      load =
          new Load(
              interval.getTotalCount() * 1e9 / elapsed,
              percentile(interval, 50),
              percentile(interval, 99));
    }
    return load;
  }

  private static @Nullable Double percentile(Histogram interval, double percentile) {
    return interval.getTotalCount() == 0
        ? null
        : Double.valueOf(interval.getValueAtPercentile(percentile) / 1e6);
  }

  @Gauge(name = "ashlar_http_requests_per_second", absolute = true, unit = MetricUnits.PER_SECOND)
  double requestsPerSecond() {
    return load().requestsPerSecond();
  }

  @Gauge(name = "ashlar_http_latency_p50", absolute = true, unit = MetricUnits.MILLISECONDS)
  double latencyP50Millis() {
    return orZero(load().latencyP50Millis());
  }

  @Gauge(name = "ashlar_http_latency_p99", absolute = true, unit = MetricUnits.MILLISECONDS)
  double latencyP99Millis() {
    return orZero(load().latencyP99Millis());
  }

  private static double orZero(@Nullable Double millis) {
    return millis == null ? 0 : millis;
  }
}
