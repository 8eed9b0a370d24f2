package dev.ashlar.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ashlar.platform.http.ProblemException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvPositionTest {
  @Property
  void asTextItComesBackTheSame(
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long revision,
      @ForAll @IntRange(min = 0, max = 999_999) int left) {
    KvPosition position = new KvPosition(revision, left);

    assertThat(KvPosition.parse("from", position.toString())).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "1-", "-", "1-1-1", "1.0", "x", " 1", "1-1234567", "9e9", "٣"})
  void whatIsNone(String text) {
    assertThatThrownBy(() -> KvPosition.parse("from", text))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000000000000", "99999999999999999999"})
  void aNumberThatIsTooLongIsNoneEither(String text) {
    assertThatThrownBy(() -> KvPosition.parse("from", text)).isInstanceOf(ProblemException.class);
  }

  /** In the order of delivery: the fewer are left of a revision, the further. */
  @ParameterizedTest
  @CsvSource({"4, 5-2", "5-2, 5-1", "5-1, 5", "5, 6-9", "9, 10"})
  void theOrderIsThatOfDelivery(String earlier, String later) {
    KvPosition one = KvPosition.parse("from", earlier);
    KvPosition other = KvPosition.parse("from", later);

    assertThat(one).isLessThan(other);
    assertThat(other).isGreaterThan(one);
    assertThat(one.compareTo(KvPosition.parse("from", earlier))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "4, 5, true",
    "4, 5-7, true",
    "5-7, 5-6, true",
    "5-1, 5, true",
    "4, 6, false",
    "5-7, 5-5, false",
    "5-1, 6, false",
    "5, 5, false",
    "5, 4, false"
  })
  void betweenWhatFollowsThereIsNothing(String earlier, String later, boolean follows) {
    assertThat(KvPosition.parse("from", later).follows(KvPosition.parse("from", earlier)))
        .isEqualTo(follows);
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "5-1, 4", "0, 0"})
  void aRevisionIsCompleteWhenNothingIsLeftOfIt(String position, long complete) {
    assertThat(KvPosition.parse("from", position).complete()).isEqualTo(complete);
  }
}
