package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextTest {
  @Provide
  Arbitrary<String> texts() {
    return Keys.texts(0, 50);
  }

  @Property
  void textIsFoundInItsBytes(@ForAll("texts") String text) {
    assertThat(Text.ofUtf8(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(Text.isValid(text)).isTrue();
  }

  @Property(tries = 2_000)
  void bytesAreTextOnlyWhenTheyComeBackTheSame(@ForAll byte[] bytes) {
    String text = Text.ofUtf8(bytes);

    boolean loses = !Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);

    assertThat(text == null).isEqualTo(loses);
  }
}
