package dev.ashlar.kv;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that are keys, for property tests: often with characters that mean something in a URL. */
final class Keys {
  private Keys() {}

  /** Any key: 1 to 1,024 bytes of UTF-8 without NUL. */
  static Arbitrary<String> any() {
    return texts(1, 256).filter(key -> key.getBytes(StandardCharsets.UTF_8).length <= 1_024);
  }

  /** Any text without NUL and without half a surrogate pair, by number of characters. */
  static Arbitrary<String> texts(int shortest, int longest) {
    Arbitrary<Integer> special =
        Arbitraries.of("/%+; ?#&=:@.\\\"'<>\u007f\u00e9\uffff".chars().boxed().toList());
    Arbitrary<Integer> anything =
        Arbitraries.integers()
            .between(1, Character.MAX_CODE_POINT)
            .filter(point -> point < 0xD800 || point > 0xDFFF);
    Arbitrary<Integer> edge =
        Arbitraries.of(1, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF);
    return Arbitraries.oneOf(special, anything, edge, Arbitraries.integers().between('a', 'd'))
        .list()
        .ofMinSize(shortest)
        .ofMaxSize(longest)
        .withoutEdgeCases()
        .map(
            points ->
                points.stream()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }
}
