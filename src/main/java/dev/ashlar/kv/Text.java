package dev.ashlar.kv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as text, where they are text. */
final class Text {
  private Text() {}

  /** The text that these bytes are in UTF-8, null when they are not valid UTF-8. */
  static @Nullable String ofUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Whether a text can be written in UTF-8: it has no half of a surrogate pair. */
  static boolean isValid(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
