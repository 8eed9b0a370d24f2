package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "-1, 1, 0",
    "0.1, 0.2, 0.3",
    "+5, -7, -2",
    "007, 1, 8",
    "1.50, 1, 2.50",
    "9223372036854775807, 1, 9223372036854775808",
    "-0, 0, 0",
    "99999999999999999999999999999999, 1, 100000000000000000000000000000000"
  })
  void sumsAreExact(String stands, String by, String sum) {
    BigDecimal number = Objects.requireNonNull(KvNumbers.parse(stands.getBytes(UTF_8)));
    BigDecimal added = Objects.requireNonNull(KvNumbers.add(number, new BigDecimal(by)));

    assertThat(new String(KvNumbers.bytes(added), UTF_8)).isEqualTo(sum);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "1 ", " 1", "1\n", "1e3", "0x1", ".5", "5.", "1,000", "NaN", "--1", "+", "1.2.3",
        "½", "٣", "１", "\"1\""
      })
  void whatIsNoNumber(String text) {
    assertThat(KvNumbers.parse(text.getBytes(UTF_8))).isNull();
  }

  @Test
  void aNumberHas64CharactersAtMost() {
    String longest = "9".repeat(64);

    assertThat(KvNumbers.parse(longest.getBytes(UTF_8))).isNotNull();
    assertThat(KvNumbers.parse((longest + "9").getBytes(UTF_8))).isNull();
    assertThat(KvNumbers.parse(null)).isNull();
    assertThat(KvNumbers.add(new BigDecimal(longest), BigDecimal.ONE)).isNull();
    assertThat(KvNumbers.add(new BigDecimal(longest), BigDecimal.ONE.negate())).isNotNull();
  }

  @Property
  void aSumThatIsStoredIsANumberAgain(
      @ForAll @BigRange(min = "-1e30", max = "1e30") @Scale(20) BigDecimal one,
      @ForAll @BigRange(min = "-1e30", max = "1e30") @Scale(20) BigDecimal other) {
    BigDecimal sum = Objects.requireNonNull(KvNumbers.add(one, other));

    assertThat(KvNumbers.parse(KvNumbers.bytes(sum))).isEqualByComparingTo(one.add(other));
  }
}
