package dev.ashlar.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTest {
  @Property
  void aTagThatWasAnsweredCanBeAskedFor(
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long revision) {
    String tag = ETags.of(revision);

    assertThat(ETags.ifMatch(tag)).isEqualTo(revision);
    assertThat(ETags.isUnchanged(tag, revision)).isTrue();
    assertThat(ETags.isUnchanged("W/" + tag, revision)).isTrue();
    assertThat(ETags.isUnchanged(tag, revision + 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "\"\"", "\"a\"", "W/\"1\"", "\"1\",\"2\"", "\"-1\"", "*"})
  void aWriteNamesOneStrongTag(String header) {
    assertThatThrownBy(() -> ETags.ifMatch(header)).isInstanceOf(ProblemException.class);
  }

  @Test
  void withoutTheHeadersThereIsNoCondition() {
    assertThat(ETags.ifMatch(null)).isNull();
    assertThat(ETags.ifAbsent(null)).isFalse();
    assertThat(ETags.isUnchanged(null, 1)).isFalse();
  }

  @Test
  void onAWriteIfNoneMatchIsAStar() {
    assertThat(ETags.ifAbsent("*")).isTrue();
    assertThatThrownBy(() -> ETags.ifAbsent("\"1\"")).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"*|true", "\"1\", \"7\"|true", "\"1\",W/\"7\"|true", "\"77\"|false", "7|false"})
  void onAReadItIsAListOfTags(String header, boolean unchanged) {
    assertThat(ETags.isUnchanged(header, 7)).isEqualTo(unchanged);
  }
}
