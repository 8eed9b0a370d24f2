package dev.ashlar.protocol.sqs;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of tags. */
final class Tags {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private Tags() {}

  /** The tags, checked. */
  static Map<String, String> check(@Nullable Map<String, @Nullable String> tags) {
    Map<String, String> checked = new HashMap<>();
    if (tags != null) {
      tags.forEach((key, value) -> checked.put(key(key), value(value)));
    }
    return checked;
  }

  /** The tags with some more, or other values. */
  static Map<String, String> with(Map<String, String> tags, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(tags);
    all.putAll(more);
    if (all.size() > MOST) {
      throw SqsError.INVALID_PARAMETER.because("A queue may have " + MOST + " tags at most.");
    }
    return all;
  }

  static Map<String, String> without(Map<String, String> tags, List<@Nullable String> keys) {
    Map<String, String> left = new HashMap<>(tags);
    keys.forEach(left::remove);
    return left;
  }

  private static String key(String key) {
    boolean valid =
        !key.isEmpty()
            && key.length() <= LONGEST_KEY
            && Text.isValid(key)
            && !key.toLowerCase(Locale.ROOT).startsWith("aws:");
    if (!valid) {
      throw SqsError.INVALID_PARAMETER.because(
          "Tag keys must be between 1 and 128 characters in length, and not begin with aws:.");
    }
    return key;
  }

  private static String value(@Nullable String value) {
    if (value == null || value.length() > LONGEST_VALUE || !Text.isValid(value)) {
      throw SqsError.INVALID_PARAMETER.because(
          "Tag values must be between 0 and 256 characters in length.");
    }
    return value;
  }
}
