package dev.ashlar.kv;

import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rules of keys and buckets: a key is 1 to 1,024 bytes of UTF-8 without NUL. */
final class KvKeys {
  private static final int LONGEST_KEY = 1_024;
  private static final String RULE = "must be 1 to 1024 bytes of valid UTF-8 without NUL";

  private KvKeys() {}

  static void checkBucket(String bucket) {
    new Checks().name("bucket", bucket).orThrow();
  }

  static void check(@Nullable String key) {
    String wrong = problem(key);
    if (wrong != null) {
      throw ProblemException.invalid("key", wrong);
    }
  }

  /** What is wrong with a key, null when nothing is. */
  static @Nullable String problem(@Nullable String key) {
    boolean valid =
        key != null
            && !key.isEmpty()
            && key.indexOf('\0') < 0
            && Text.isValid(key)
            && key.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY;
    return valid ? null : RULE;
  }

  /** The key that is percent-encoded in a path. */
  static String ofPath(String encoded) {
    byte[] bytes = decode(encoded);
    String key = Text.ofUtf8(bytes);
    check(key);
    return key == null ? "" : key;
  }

  private static byte[] decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
      } else {
        bytes.write(hex(raw, i + 1) * 16 + hex(raw, i + 2));
        i += 2;
      }
    }
    return bytes.toByteArray();
  }

  private static int hex(byte[] raw, int at) {
    int digit = at < raw.length ? Character.digit(raw[at], 16) : -1;
    if (digit < 0) {
      throw ProblemException.invalid("key", "has a '%' that is not followed by two hex digits");
    }
    return digit;
  }

  /**
   * The least text that is greater than every text with this prefix, in the order of code points;
   * null when there is none.
   */
  static @Nullable String afterPrefix(String prefix) {
    int[] points = prefix.codePoints().toArray();
    for (int i = points.length - 1; i >= 0; i--) {
      if (points[i] < Character.MAX_CODE_POINT) {
        int next = points[i] + 1;
        points[i] = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        return new String(points, 0, i + 1);
      }
    }
    return null;
  }
}
