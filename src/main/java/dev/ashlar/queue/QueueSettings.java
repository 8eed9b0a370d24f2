package dev.ashlar.queue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.ashlar.platform.http.Checks;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The settings of a queue in the API; what is absent has its default. */
public record QueueSettings(
    @Nullable Type type,
    @Nullable Duration visibilityTimeout,
    @Nullable Integer maxReceives,
    @Nullable String deadLetterQueue,
    @Nullable Duration retention,
    @Nullable Duration delay,
    @Nullable Integer maxMessageBytes,
    @Nullable Duration dedupWindow,
    @Nullable Rest backoff,
    @Nullable Integer maxInFlight,
    @Nullable PerGroup perGroup) {
  static final Duration LONGEST_RETENTION = Duration.ofDays(365);
  static final int MOST_MESSAGE_BYTES = 4 << 20;
  private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
  private static final Duration LONGEST_DEDUP = Duration.ofHours(1);
  private static final int MOST_IN_FLIGHT = 120_000;
  private static final int MOST_RECEIVES = 1_000;
  private static final int MOST_PER_SECOND = 100_000;
  private static final double MOST_MULTIPLIER = 10;
  private static final int DEFAULT_MESSAGE_BYTES = 256 << 10;

  /** What order a queue keeps; it is fixed. */
  public enum Type {
    /** Priority and age, as far as nobody holds a message up. */
    STANDARD,
    /** That of sending, inside each group. */
    FIFO;

    /** As it is written in JSON. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Type of(String label) {
      return switch (label) {
        case "standard" -> STANDARD;
        case "fifo" -> FIFO;
        default -> throw new IllegalArgumentException("must be standard or fifo");
      };
    }
  }

  /** How long a message rests that could not be processed. */
  public record Rest(
      @Nullable Duration initial,
      @Nullable Double multiplier,
      @Nullable Duration max,
      @Nullable Double jitter) {
    Backoff checked(Checks checks) {
      Backoff usual = Backoff.DEFAULT;
      Backoff backoff =
          new Backoff(
              or(initial, usual.initial()),
              or(multiplier, usual.multiplier()),
              or(max, usual.max()),
              or(jitter, usual.jitter()));
      Duration longest = QueueRules.LONGEST_VISIBILITY;
      checks
          .that(backoff.initial().compareTo(longest) <= 0, "backoff.initial", "must be at most 12h")
          .that(backoff.max().compareTo(longest) <= 0, "backoff.max", "must be at most 12h")
          .that(
              backoff.multiplier() >= 1 && backoff.multiplier() <= MOST_MULTIPLIER,
              "backoff.multiplier",
              "must be from 1 to 10")
          .that(
              backoff.jitter() >= 0 && backoff.jitter() <= 1,
              "backoff.jitter",
              "must be from 0 to 1");
      return backoff;
    }
  }

  /** Bounds of each group: how many are processed at once, and given out in a second. */
  public record PerGroup(@Nullable Integer concurrency, @Nullable Integer ratePerSecond) {}

  /** The settings with their defaults, for a queue of that name; its id is not known yet. */
  QueueConfig checked(String queue) {
    Checks checks = new Checks().name("queue", queue);
    boolean fifo = type == Type.FIFO;
    Rest rest = backoff == null ? new Rest(null, null, null, null) : backoff;
    QueueConfig config =
        new QueueConfig(
            0,
            queue,
            fifo,
            or(visibilityTimeout, Duration.ofSeconds(30)),
            or(maxReceives, 5),
            deadLetterQueue,
            or(retention, Duration.ofDays(14)),
            or(delay, Duration.ZERO),
            or(maxMessageBytes, DEFAULT_MESSAGE_BYTES),
            or(dedupWindow, Duration.ofMinutes(5)),
            rest.checked(checks),
            or(maxInFlight, MOST_IN_FLIGHT),
            perGroup == null ? null : perGroup.concurrency(),
            perGroup == null ? null : perGroup.ratePerSecond());
    check(config, checks);
    checks.orThrow();
    return config;
  }

  private static void check(QueueConfig config, Checks checks) {
    Duration visibility = config.visibilityTimeout();
    Integer concurrency = config.groupConcurrency();
    if (config.deadLetterQueue() != null) {
      checks.name("deadLetterQueue", config.deadLetterQueue());
    }
    checks
        .that(
            !visibility.isZero() && visibility.compareTo(QueueRules.LONGEST_VISIBILITY) <= 0,
            "visibilityTimeout",
            "must be more than nothing and at most 12h")
        .that(isIn(config.maxReceives(), MOST_RECEIVES), "maxReceives", "must be from 1 to 1000")
        .that(
            config.retention().compareTo(SHORTEST_RETENTION) >= 0
                && config.retention().compareTo(LONGEST_RETENTION) <= 0,
            "retention",
            "must be from 1m to 365d")
        .that(
            config.delay().compareTo(config.retention()) < 0,
            "delay",
            "must be shorter than the retention")
        .that(
            isIn(config.maxMessageBytes(), MOST_MESSAGE_BYTES),
            "maxMessageBytes",
            "must be from 1 to " + MOST_MESSAGE_BYTES)
        .that(
            config.dedupWindow().compareTo(LONGEST_DEDUP) <= 0, "dedupWindow", "must be at most 1h")
        .that(
            isIn(config.maxInFlight(), MOST_IN_FLIGHT),
            "maxInFlight",
            "must be from 1 to " + MOST_IN_FLIGHT)
        .that(
            concurrency == null
                || (config.fifo() ? concurrency == 1 : isIn(concurrency, MOST_IN_FLIGHT)),
            "perGroup.concurrency",
            "must be from 1 to " + MOST_IN_FLIGHT + ", and 1 in a fifo queue")
        .that(
            config.groupRate() == null || isIn(config.groupRate(), MOST_PER_SECOND),
            "perGroup.ratePerSecond",
            "must be from 1 to " + MOST_PER_SECOND);
  }

  static QueueSettings of(QueueConfig config) {
    Backoff backoff = config.backoff();
    return new QueueSettings(
        config.fifo() ? Type.FIFO : Type.STANDARD,
        config.visibilityTimeout(),
        config.maxReceives(),
        config.deadLetterQueue(),
        config.retention(),
        config.delay(),
        config.maxMessageBytes(),
        config.dedupWindow(),
        new Rest(backoff.initial(), backoff.multiplier(), backoff.max(), backoff.jitter()),
        config.maxInFlight(),
        config.groupConcurrency() == null && config.groupRate() == null
            ? null
            : new PerGroup(config.groupConcurrency(), config.groupRate()));
  }

  private static boolean isIn(int number, int most) {
    return number >= 1 && number <= most;
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
