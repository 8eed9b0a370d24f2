package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ashlar.platform.http.ProblemException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: after a key, at the revision of its first page. As text it begins with
 * {@code ~} and has a check sum, since a client may as well name a key of his own.
 *
 * @param revision null when only a key was named
 */
record KvCursor(String key, @Nullable Long revision) {
  private static final Pattern FORM =
      Pattern.compile("~(\\d{1,18})\\.([A-Za-z0-9_-]+)\\.([0-9a-f]+)");

  /** The cursor that a client gives back, or a key of its own; null for none. */
  static @Nullable KvCursor parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    KvCursor cursor = decode(text);
    String wrong = KvKeys.problem(cursor.key());
    if (wrong != null) {
      throw ProblemException.invalid("after", wrong);
    }
    return cursor;
  }

  private static KvCursor decode(String text) {
    Matcher matcher = FORM.matcher(text);
    KvCursor plain = new KvCursor(text, null);
    if (!matcher.matches()) {
      return plain;
    }
    try {
      String key = new String(Base64.getUrlDecoder().decode(matcher.group(2)), UTF_8);
      KvCursor cursor = new KvCursor(key, Long.valueOf(matcher.group(1)));
      return cursor.toString().equals(text) ? cursor : plain;
    } catch (IllegalArgumentException e) {
      return plain;
    }
  }

  @Override
  public String toString() {
    if (revision == null) {
      return key;
    }
    byte[] bytes = key.getBytes(UTF_8);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    sum.update(revision.toString().getBytes(UTF_8));
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return "~" + revision + "." + encoded + "." + Long.toHexString(sum.getValue());
  }
}
