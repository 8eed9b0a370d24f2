package dev.ashlar.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvCursorTest {
  @Provide
  Arbitrary<String> keys() {
    return Keys.any();
  }

  @Property
  void asTextItComesBackTheSame(
      @ForAll("keys") String key,
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long revision) {
    KvCursor cursor = new KvCursor(key, revision);

    assertThat(KvCursor.parse(cursor.toString())).isEqualTo(cursor);
    assertThat(cursor.toString()).as("needs no encoding").matches("[A-Za-z0-9~._-]+");
  }

  @Property
  void aKeyIsACursorWithoutARevision(@ForAll("keys") String key) {
    assertThat(KvCursor.parse(key)).isEqualTo(new KvCursor(key, null));
    assertThat(new KvCursor(key, null).toString()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "~1.YQ.", "~1.YQ.0", "~x.YQ.0", "~1.Y.0", "~1.YR.ffffffff"})
  void aKeyMayLookLikeACursor(String key) {
    assertThat(KvCursor.parse(key)).isEqualTo(new KvCursor(key, null));
  }

  @Test
  void aCursorThatWasAlteredIsNone() {
    String text = new KvCursor("key", 41L).toString();

    assertThat(cursor(text.replace("~41.", "~42.")).revision()).isNull();
    assertThat(cursor(text + "0").revision()).isNull();
    assertThat(cursor(text.replace("~41.", "~041.")).revision()).isNull();
  }

  private static KvCursor cursor(String text) {
    return Objects.requireNonNull(KvCursor.parse(text));
  }
}
