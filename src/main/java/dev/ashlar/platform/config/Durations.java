package dev.ashlar.platform.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two ways in which people write durations: ISO-8601 ({@code PT30S}) and a number with a unit
 * ({@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}).
 */
public final class Durations {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration that is not negative.
   *
   * @throws IllegalArgumentException with a sentence for the user, when the text is no duration
   */
  public static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    try {
      Duration duration = matcher.matches() ? ofUnit(matcher) : Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(message(text), e);
    }
    throw new IllegalArgumentException(message(text));
  }

  private static Duration ofUnit(Matcher matcher) {
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static String message(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return "'" + shown + "' is not a duration; write 500ms, 30s, 5m, 24h, 7d or PT30S";
  }
}
