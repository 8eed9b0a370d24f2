package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values that are numbers: decimal, of 64 characters at most. */
final class KvNumbers {
  static final int LONGEST = 64;
  static final KvResult.Refused REFUSED =
      new KvResult.Refused(
          409,
          "not-a-number",
          "The value that stands, or the sum, is not a decimal number of at most 64 characters.");
  private static final Pattern FORM = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

  private KvNumbers() {}

  /** The number that a value is, null when it is none. */
  static @Nullable BigDecimal parse(byte @Nullable [] value) {
    if (value == null || value.length > LONGEST) {
      return null;
    }
    String text = new String(value, US_ASCII);
    return FORM.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  /** The sum, null when it would be too long. */
  static @Nullable BigDecimal add(BigDecimal one, BigDecimal other) {
    BigDecimal sum = one.add(other);
    return sum.toPlainString().length() <= LONGEST ? sum : null;
  }

  static byte[] bytes(BigDecimal number) {
    return number.toPlainString().getBytes(US_ASCII);
  }
}
