package dev.ashlar.protocol.sqs;

import static java.util.Objects.requireNonNull;

import dev.ashlar.queue.QueueAdmin;
import dev.ashlar.queue.QueueSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue with its settings, and what clients of SQS have set of it beside them.
 *
 * @param id another queue under the same name has another one
 */
record SqsQueue(int id, String name, QueueSettings settings, SqsExtras extras) {
  /** What the block does not take as a time-out of none; in whole seconds it is none. */
  private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(1);

  /** Without a redrive policy a message is received for ever; it is the most that a queue knows. */
  private static final int MOST_RECEIVES = 1_000;

  private static final Set<String> OF_SETTINGS =
      Set.of(
          QueueAttributes.DELAY,
          QueueAttributes.MAX_BYTES,
          QueueAttributes.RETENTION,
          QueueAttributes.VISIBILITY,
          QueueAttributes.REDRIVE,
          QueueAttributes.FIFO);

  static SqsQueue of(String name, QueueAdmin.Known known, SqsExtras extras) {
    return new SqsQueue(known.id(), name, known.settings(), extras);
  }

  /** The settings of a new queue that nobody has said anything about. */
  static QueueSettings usual(boolean fifo) {
    return new QueueSettings(
        fifo ? QueueSettings.Type.FIFO : QueueSettings.Type.STANDARD,
        Duration.ofSeconds(30),
        MOST_RECEIVES,
        null,
        Duration.ofDays(4),
        Duration.ZERO,
        1 << 20,
        null,
        null,
        null,
        null);
  }

  boolean isFifo() {
    return settings.type() == QueueSettings.Type.FIFO;
  }

  int maxBytes() {
    return requireNonNull(settings.maxMessageBytes());
  }

  boolean isContentBased() {
    return isExtra(QueueAttributes.CONTENT_BASED, "true");
  }

  boolean isDeduplicatedByGroup() {
    return isExtra(QueueAttributes.SCOPE, QueueAttributes.PER_GROUP);
  }

  Duration patience() {
    String seconds = extras.attributes().getOrDefault(QueueAttributes.WAIT, "0");
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private boolean isExtra(String name, String value) {
    return value.equals(extras.attributes().get(name));
  }

  /** The settings with what a client wants of them, checked before. */
  static QueueSettings changed(QueueSettings former, Map<String, String> wanted) {
    String redrive = wanted.get(QueueAttributes.REDRIVE);
    RedrivePolicy policy =
        redrive == null || redrive.isEmpty() ? null : RedrivePolicy.parse(redrive);
    boolean kept = redrive == null;
    Duration visibility =
        seconds(wanted, QueueAttributes.VISIBILITY, requireNonNull(former.visibilityTimeout()));
    String bytes = wanted.get(QueueAttributes.MAX_BYTES);
    return new QueueSettings(
        former.type(),
        visibility.isZero() ? NEXT_TO_NOTHING : visibility,
        kept ? former.maxReceives() : policy == null ? MOST_RECEIVES : policy.receives(),
        kept ? former.deadLetterQueue() : policy == null ? null : policy.target(),
        seconds(wanted, QueueAttributes.RETENTION, requireNonNull(former.retention())),
        seconds(wanted, QueueAttributes.DELAY, requireNonNull(former.delay())),
        bytes == null ? former.maxMessageBytes() : Integer.valueOf(bytes),
        former.dedupWindow(),
        former.backoff(),
        former.maxInFlight(),
        former.perGroup());
  }

  private static Duration seconds(Map<String, String> wanted, String name, Duration former) {
    String seconds = wanted.get(name);
    return seconds == null ? former : Duration.ofSeconds(Long.parseLong(seconds));
  }

  /** What of the wanted is not in the settings, added to what there was. */
  static Map<String, String> extras(Map<String, String> former, Map<String, String> wanted) {
    Map<String, String> extras = new HashMap<>(former);
    wanted.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            extras.remove(name);
          } else if (!OF_SETTINGS.contains(name)) {
            extras.put(name, value);
          }
        });
    return extras;
  }

  /** The attributes that stand, but for counts. */
  Map<String, String> attributes(String region) {
    Map<String, String> all = new HashMap<>();
    all.put(QueueAttributes.WAIT, "0");
    all.put(QueueAttributes.SSE, "true");
    if (isFifo()) {
      all.put(QueueAttributes.FIFO, "true");
      all.put(QueueAttributes.CONTENT_BASED, "false");
      all.put(QueueAttributes.SCOPE, "queue");
      all.put(QueueAttributes.THROUGHPUT, "perQueue");
    }
    all.putAll(extras.attributes());
    all.put(QueueAttributes.DELAY, seconds(settings.delay()));
    all.put(QueueAttributes.RETENTION, seconds(settings.retention()));
    all.put(QueueAttributes.VISIBILITY, seconds(settings.visibilityTimeout()));
    all.put(QueueAttributes.MAX_BYTES, Integer.toString(maxBytes()));
    all.put("QueueArn", QueueNames.arn(region, name));
    if (settings.deadLetterQueue() != null) {
      int receives = requireNonNull(settings.maxReceives());
      all.put(
          QueueAttributes.REDRIVE,
          new RedrivePolicy(settings.deadLetterQueue(), receives).json(region));
    }
    extras.addTimes(all);
    return all;
  }

  private static String seconds(@Nullable Duration duration) {
    return Long.toString(requireNonNull(duration).toSeconds());
  }

  /** The first attribute that is not as somebody wants it; null when all are. */
  @Nullable String firstDifference(Map<String, String> wanted, String region) {
    Map<String, String> standing = attributes(region);
    for (Map.Entry<String, String> entry : wanted.entrySet()) {
      if (!entry.getValue().equals(standing.getOrDefault(entry.getKey(), ""))) {
        return entry.getKey();
      }
    }
    return null;
  }
}
