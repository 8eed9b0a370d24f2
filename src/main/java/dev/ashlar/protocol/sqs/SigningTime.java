package dev.ashlar.protocol.sqs;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** When a request was signed. */
final class SigningTime {
  private static final Duration TOLERANCE = Duration.ofMinutes(15);
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SigningTime() {}

  /** The time, as it came; refused when that is too far from now. */
  static String check(@Nullable String text, SigV4Header header, Instant now) {
    Instant time = parse(text);
    if (text == null || !text.startsWith(header.date())) {
      throw SqsError.INVALID_SIGNATURE.because(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.");
    }
    if (time.isBefore(now.minus(TOLERANCE))) {
      throw SqsError.INVALID_SIGNATURE.because(
          "Signature expired: "
              + text
              + " is now earlier than "
              + FORM.format(now.minus(TOLERANCE))
              + " ("
              + FORM.format(now)
              + " - 15 min.)");
    }
    if (time.isAfter(now.plus(TOLERANCE))) {
      throw SqsError.INVALID_SIGNATURE.because(
          "Signature not yet current: "
              + text
              + " is still later than "
              + FORM.format(now.plus(TOLERANCE))
              + " ("
              + FORM.format(now)
              + " + 15 min.)");
    }
    return text;
  }

  private static Instant parse(@Nullable String text) {
    try {
      return LocalDateTime.parse(text == null ? "" : text, FORM).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw SqsError.INCOMPLETE_SIGNATURE.because(
          "The header X-Amz-Date must say when the request was signed: yyyymmddThhmmssZ.");
    }
  }
}
