package dev.ashlar.protocol.sqs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of queues in URLs and ARNs, of which only the name counts. */
final class QueueNames {
  /** Whom all queues belong to. */
  static final String ACCOUNT = "000000000000";

  static final String FIFO = ".fifo";
  private static final int LONGEST = 80;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern NEW = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.fifo)?");
  private static final Pattern ARN =
      Pattern.compile("arn:[\\w-]+:sqs:[\\w-]*:\\w*:(" + NAME.pattern() + ")");

  private QueueNames() {}

  /** The name in a URL; a bare name is taken too. */
  static String ofUrl(@Nullable String url) {
    String name = url == null ? "" : url.substring(url.lastIndexOf('/') + 1);
    if (!NAME.matcher(name).matches()) {
      throw SqsException.noQueue();
    }
    return name;
  }

  static String arn(String region, String queue) {
    return "arn:aws:sqs:" + region + ":" + ACCOUNT + ":" + queue;
  }

  /** The name in an ARN; empty for what is none. */
  static Optional<String> ofArn(@Nullable String arn) {
    Matcher matcher = ARN.matcher(arn == null ? "" : arn);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A name that a new queue may have. */
  static String checkNew(@Nullable String name, boolean fifo) {
    boolean valid = name != null && name.length() <= LONGEST && NEW.matcher(name).matches();
    if (!valid || name == null || name.endsWith(FIFO) != fifo) {
      throw SqsError.INVALID_PARAMETER.because(
          fifo
              ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
                  + " underscores, must end with .fifo suffix and be 1 to 80 in length."
              : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in"
                  + " length; the first is a letter or digit.");
    }
    return name;
  }
}
