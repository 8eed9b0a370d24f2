package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.Json;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a queue that clients set: their rules. An empty value takes one away. */
final class QueueAttributes {
  static final String DELAY = "DelaySeconds";
  static final String MAX_BYTES = "MaximumMessageSize";
  static final String RETENTION = "MessageRetentionPeriod";
  static final String WAIT = "ReceiveMessageWaitTimeSeconds";
  static final String VISIBILITY = "VisibilityTimeout";
  static final String REDRIVE = "RedrivePolicy";
  static final String REDRIVE_ALLOW = "RedriveAllowPolicy";
  static final String FIFO = "FifoQueue";
  static final String CONTENT_BASED = "ContentBasedDeduplication";
  static final String SCOPE = "DeduplicationScope";
  static final String THROUGHPUT = "FifoThroughputLimit";
  static final String SSE = "SqsManagedSseEnabled";
  static final String PER_GROUP = "messageGroup";
  private static final String KMS_KEY = "KmsMasterKeyId";
  private static final String POLICY = "Policy";
  private static final int LONGEST = 64 << 10;

  private static final Map<String, Range> NUMBERS =
      Map.of(
          DELAY,
          new Range(0, 900),
          MAX_BYTES,
          new Range(1_024, 1 << 20),
          RETENTION,
          new Range(60, 1_209_600),
          WAIT,
          new Range(0, 20),
          VISIBILITY,
          new Range(0, 43_200),
          "KmsDataKeyReusePeriodSeconds",
          new Range(60, 86_400));
  private static final Map<String, Set<String>> CHOICES =
      Map.of(
          SCOPE, Set.of("queue", PER_GROUP),
          THROUGHPUT, Set.of("perQueue", "perMessageGroupId"));
  private static final Set<String> FLAGS = Set.of(CONTENT_BASED, SSE, FIFO);
  private static final Set<String> FIFO_ONLY = Set.of(FIFO, CONTENT_BASED, SCOPE, THROUGHPUT);

  private record Range(int least, int most) {}

  private QueueAttributes() {}

  /** Whether the queue that is to be made is one. */
  static boolean isFifo(@Nullable Map<String, @Nullable String> wanted) {
    String fifo = wanted == null ? null : wanted.get(FIFO);
    return fifo != null && fifo.equalsIgnoreCase("true");
  }

  /** The attributes, each checked and in its one form. */
  static Map<String, String> check(
      @Nullable Map<String, @Nullable String> wanted, boolean fifo, String region) {
    Map<String, String> checked = new HashMap<>();
    if (wanted != null) {
      wanted.forEach(
          (name, value) -> {
            if (value != null) {
              checked.put(name, check(name, value, fifo, region));
            }
          });
    }
    if (!checked.getOrDefault(KMS_KEY, "").isEmpty()) {
      if ("true".equals(checked.put(SSE, "false"))) {
        throw SqsError.INVALID_ATTRIBUTE_NAME.because(
            "You can use one type of server-side encryption (SSE) at one time. You can either"
                + " enable KMS SSE or SQS SSE.");
      }
    }
    return checked;
  }

  private static String check(String name, String value, boolean fifo, String region) {
    if (!fifo && FIFO_ONLY.contains(name)) {
      throw CHOICES.containsKey(name)
          ? SqsError.INVALID_ATTRIBUTE_NAME.because(
              "You can specify the " + name + " only when FifoQueue is set to true.")
          : unknown(name);
    }
    if (value.length() > LONGEST || value.indexOf(0) >= 0) {
      throw invalid(name);
    }
    Range range = NUMBERS.get(name);
    if (range != null) {
      return number(name, value, range);
    } else if (FLAGS.contains(name)) {
      return flag(name, value);
    } else if (CHOICES.containsKey(name)) {
      return choice(name, value);
    } else if (name.equals(REDRIVE)) {
      return value.isEmpty() ? value : RedrivePolicy.parse(value).json(region);
    } else if (name.equals(REDRIVE_ALLOW)) {
      RedriveAllowPolicy unused = value.isEmpty() ? null : RedriveAllowPolicy.parse(value);
      return value;
    } else if (name.equals(POLICY)) {
      return value.isEmpty() ? value : json(value);
    } else if (name.equals(KMS_KEY)) {
      return value;
    }
    throw unknown(name);
  }

  private static String number(String name, String value, Range range) {
    try {
      int number = Integer.parseInt(value);
      if (number >= range.least && number <= range.most) {
        return Integer.toString(number);
      }
    } catch (NumberFormatException e) {
      // Said below, like a number that is out of range.
    }
    throw invalid(name);
  }

  private static String flag(String name, String value) {
    String flag = value.toLowerCase(Locale.ROOT);
    if (name.equals(FIFO) && flag.equals("false")) {
      throw SqsError.INVALID_ATTRIBUTE_VALUE.because(
          "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not"
              + " supported.");
    }
    if (!flag.equals("true") && !flag.equals("false")) {
      throw invalid(name);
    }
    return flag;
  }

  private static String choice(String name, String value) {
    if (!CHOICES.getOrDefault(name, Set.of()).contains(value)) {
      throw invalid(name);
    }
    return value;
  }

  private static String json(String value) {
    try {
      return Json.MAPPER.readTree(value).toString();
    } catch (JsonProcessingException e) {
      throw invalid(POLICY);
    }
  }

  static SqsException unknown(String name) {
    return SqsError.INVALID_ATTRIBUTE_NAME.because("Unknown Attribute " + name + ".");
  }

  static SqsException invalid(String name) {
    return SqsError.INVALID_ATTRIBUTE_VALUE.because(
        "Invalid value for the parameter " + name + ".");
  }
}
