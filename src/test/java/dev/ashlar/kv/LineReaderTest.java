package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Property
  void linesAreTheSameHoweverTheyArrive(
      @ForAll @Size(max = 30)
          List<@Chars({'\r', '{'}) @CharRange(from = 'a', to = 'e') @StringLength(max = 40) String>
              lines,
      @ForAll boolean endsWithNewline,
      @ForAll Random random)
      throws IOException {
    List<String> expected = new ArrayList<>(lines);
    String text = String.join("\n", lines) + (endsWithNewline && !lines.isEmpty() ? "\n" : "");
    boolean lastIsNoLine = !endsWithNewline && !lines.isEmpty() && last(lines).isEmpty();
    if (lastIsNoLine) {
      expected.remove(expected.size() - 1);
    }

    assertThat(read(text, 1_000, random)).isEqualTo(expected);
  }

  @Property
  void aLineOverTheLimitIsReportedAndTheNextIsWhole(
      @ForAll @IntRange(min = 1, max = 200_000) int longest,
      @ForAll @IntRange(min = 1, max = 100_000) int over,
      @ForAll Random random)
      throws IOException {
    String text = "x".repeat(longest) + "\n" + "y".repeat(longest + over) + "\nz\n";
    LineReader reader = new LineReader(new ChunkedInput(text.getBytes(US_ASCII), random), longest);

    assertThat(reader.next()).isTrue();
    assertThat(reader.isTooLong()).isFalse();
    assertThat(reader.length()).isEqualTo(longest);
    assertThat(reader.next()).isTrue();
    assertThat(reader.isTooLong()).isTrue();
    assertThat(reader.length()).isLessThanOrEqualTo(longest);
    assertThat(reader.next()).isTrue();
    assertThat(reader.isTooLong()).isFalse();
    assertThat(current(reader)).isEqualTo("z");
    assertThat(reader.next()).isFalse();
    assertThat(reader.consumed()).isEqualTo(text.length());
  }

  @Test
  void blankIsWhiteSpaceOnly() throws IOException {
    byte[] bytes = {' ', '\t', '\r', '\n', (byte) 0xc3, '\n', '\n'};
    LineReader reader = new LineReader(new ChunkedInput(bytes, new Random(1)), 10);

    assertThat(reader.next() && reader.isBlank()).isTrue();
    assertThat(reader.next() && !reader.isBlank()).isTrue();
    assertThat(reader.next() && reader.isBlank()).isTrue();
    assertThat(reader.next()).isFalse();
  }

  private static List<String> read(String text, int longest, Random random) throws IOException {
    LineReader reader = new LineReader(new ChunkedInput(text.getBytes(US_ASCII), random), longest);
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      assertThat(reader.isTooLong()).isFalse();
      lines.add(current(reader));
    }
    assertThat(reader.consumed()).isEqualTo(text.length());
    return lines;
  }

  private static String current(LineReader reader) {
    return new String(Arrays.copyOf(reader.bytes(), reader.length()), US_ASCII);
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
