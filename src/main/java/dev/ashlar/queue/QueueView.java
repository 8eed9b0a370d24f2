package dev.ashlar.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A queue in the API: its settings, and what is in it.
 *
 * @param oldestAge since when the oldest waits that could be received; zero when none does
 */
public record QueueView(
    String queue,
    QueueSettings.@Nullable Type type,
    @Nullable Duration visibilityTimeout,
    @Nullable Integer maxReceives,
    @Nullable String deadLetterQueue,
    @Nullable Duration retention,
    @Nullable Duration delay,
    @Nullable Integer maxMessageBytes,
    @Nullable Duration dedupWindow,
    QueueSettings.@Nullable Rest backoff,
    @Nullable Integer maxInFlight,
    QueueSettings.@Nullable PerGroup perGroup,
    @Nullable Long ready,
    @Nullable Long inFlight,
    @Nullable Long delayed,
    @Nullable Long dead,
    @Nullable Duration oldestAge,
    @Nullable Double sentPerSecond,
    @Nullable Double receivedPerSecond) {

  /** The settings alone. */
  static QueueView of(QueueConfig config) {
    return of(config, null);
  }

  static QueueView of(QueueResult.Counted counted) {
    return of(counted.config(), counted);
  }

  private static QueueView of(QueueConfig config, QueueResult.@Nullable Counted counted) {
    QueueSettings settings = QueueSettings.of(config);
    return new QueueView(
        config.name(),
        settings.type(),
        settings.visibilityTimeout(),
        settings.maxReceives(),
        settings.deadLetterQueue(),
        settings.retention(),
        settings.delay(),
        settings.maxMessageBytes(),
        settings.dedupWindow(),
        settings.backoff(),
        settings.maxInFlight(),
        settings.perGroup(),
        counted == null ? null : counted.ready(),
        counted == null ? null : counted.inFlight(),
        counted == null ? null : counted.delayed(),
        counted == null ? null : counted.dead(),
        counted == null ? null : age(counted.oldestSentAt(), counted.now()),
        counted == null ? null : counted.sentPerSecond(),
        counted == null ? null : counted.receivedPerSecond());
  }

  private static Duration age(@Nullable Instant sentAt, Instant now) {
    return sentAt == null ? Duration.ZERO : Duration.between(sentAt, now);
  }
}
