package dev.ashlar.protocol.sqs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The digests by which clients check that what they sent, or are given, arrived as it was. */
final class Md5 {
  private static final byte TEXT = 1;
  private static final byte BYTES = 2;

  private Md5() {}

  static String of(byte[] body) {
    return HexFormat.of().formatHex(digest().digest(body));
  }

  /** Of attributes: each by name, data type and value, in the order of names; null without any. */
  static @Nullable String of(Map<String, Attribute> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    MessageDigest digest = digest();
    new TreeMap<>(attributes)
        .forEach(
            (name, attribute) -> {
              add(digest, name.getBytes(StandardCharsets.UTF_8));
              add(digest, attribute.type().getBytes(StandardCharsets.UTF_8));
              digest.update(attribute.isBinary() ? BYTES : TEXT);
              add(digest, attribute.bytes());
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    digest.update(part);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
