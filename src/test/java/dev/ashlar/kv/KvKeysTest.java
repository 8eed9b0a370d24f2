package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ashlar.platform.http.ProblemException;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvKeysTest {
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  @Provide
  Arbitrary<String> keys() {
    return Keys.any();
  }

  @Provide
  Arbitrary<String> texts() {
    return Keys.texts(0, 6);
  }

  @Property
  void anyKeySurvivesAPathAsEncodersWriteIt(@ForAll("keys") String key) {
    String encoded = URLEncoder.encode(key, UTF_8).replace("+", "%20");

    assertThat(KvKeys.ofPath(encoded)).isEqualTo(key);
  }

  @Property
  void anyKeySurvivesAPathInWhichAnyBytesAreEncodedInEitherCase(
      @ForAll("keys") String key, @ForAll Random random) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : key.getBytes(UTF_8)) {
      boolean raw = b > 0 && b != '%' && random.nextBoolean();
      String hex = String.format("%%%02x", b & 0xff);
      encoded.append(
          raw ? Character.toString(b) : random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
    }

    assertThat(KvKeys.ofPath(encoded.toString())).isEqualTo(key);
  }

  @Test
  void plusIsPlusAndEncodedSlashIsSlash() {
    assertThat(KvKeys.ofPath("a+b%2Fc%2fd;e=f")).isEqualTo("a+b/c/d;e=f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%", "a%4", "%4g", "%g4", "%%41", "% 41", "%-1", "%+1"})
  void aPercentSignWithoutTwoHexDigitsIsRefused(String encoded) {
    assertThatThrownBy(() -> KvKeys.ofPath(encoded))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo("invalid-request"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "a%00b", "%ff", "%c3", "%c0%80", "%ed%a0%80", "%f4%90%80%80"})
  void nulAndInvalidUtf8AreRefused(String encoded) {
    assertThatThrownBy(() -> KvKeys.ofPath(encoded)).isInstanceOf(ProblemException.class);
  }

  @Test
  void lengthIsCountedInBytes() {
    assertThat(KvKeys.problem("é".repeat(512))).isNull();
    assertThat(KvKeys.problem("é".repeat(512) + "a")).contains("1024 bytes");
    assertThat(KvKeys.problem("")).isNotNull();
    assertThat(KvKeys.problem(null)).isNotNull();
    assertThat(KvKeys.problem("\ud83d")).isNotNull();
  }

  @Property
  void whatHasThePrefixIsExactlyWhatLiesBetweenItAndItsEnd(
      @ForAll("texts") String prefix, @ForAll("texts") String other, @ForAll boolean extends_) {
    String text = extends_ ? prefix + other : other;
    String end = KvKeys.afterPrefix(prefix);

    boolean inside = compare(prefix, text) <= 0 && (end == null || compare(text, end) < 0);

    assertThat(inside).isEqualTo(text.startsWith(prefix));
  }

  @Test
  void thePrefixHasNoEndOnlyWhenItIsMadeOfLastCharacters() {
    assertThat(KvKeys.afterPrefix("")).isNull();
    assertThat(KvKeys.afterPrefix(LAST + LAST)).isNull();
    assertThat(KvKeys.afterPrefix("a" + LAST)).isEqualTo("b");
    assertThat(KvKeys.afterPrefix("\ud7ff")).isEqualTo("\ue000");
    assertThat(KvKeys.afterPrefix("\uffff")).isEqualTo(Character.toString(0x10000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "-a", "a/b", "ä", "a b", "a\n"})
  void aBucketNeedsAName(String bucket) {
    assertThatThrownBy(() -> KvKeys.checkBucket(bucket)).isInstanceOf(ProblemException.class);
  }

  /** The database's order: by bytes. */
  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }
}
