package dev.ashlar.protocol.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a signature counts. */
class SigningTimeTest {
  private static final SigV4Header HEADER =
      new SigV4Header("A", "20260101", "r", "sqs", "host", "0");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"20260101T114500Z", "20260101T120000Z", "20260101T121500Z"})
  void aQuarterOfAnHour(String time) {
    assertThat(SigningTime.check(time, HEADER, NOW)).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    "20260101T114459Z, INVALID_SIGNATURE",
    "20260101T121501Z, INVALID_SIGNATURE",
    "20251231T120000Z, INVALID_SIGNATURE",
    "20260101T250000Z, INCOMPLETE_SIGNATURE",
    "2026-01-01T12:00:00Z, INCOMPLETE_SIGNATURE",
    ", INCOMPLETE_SIGNATURE",
  })
  void noLongerAndNoOther(String time, SqsError error) {
    assertThatThrownBy(() -> SigningTime.check(time, HEADER, NOW))
        .isInstanceOfSatisfying(SqsException.class, e -> assertThat(e.error()).isEqualTo(error));
  }
}
