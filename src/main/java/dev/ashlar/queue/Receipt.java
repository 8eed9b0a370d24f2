package dev.ashlar.queue;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver shows for a delivery: opaque, and not to be guessed.
 *
 * @param queue the queue's id
 * @param position the message
 * @param nonce the delivery; chance
 */
record Receipt(int queue, long position, long nonce) {
  private static final int BYTES = 24;

  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(nonce).putLong(position).putInt(queue);
    bytes.putInt(checksum(bytes.array()));
    return Base64.getUrlEncoder().encodeToString(bytes.array());
  }

  /** Null for what is no receipt. */
  static @Nullable Receipt parse(@Nullable String text) {
    if (text == null || text.length() != BYTES / 3 * 4) {
      return null;
    }
    try {
      byte[] array = Base64.getUrlDecoder().decode(text);
      ByteBuffer bytes = ByteBuffer.wrap(array);
      long nonce = bytes.getLong();
      long position = bytes.getLong();
      int queue = bytes.getInt();
      return bytes.getInt() == checksum(array) ? new Receipt(queue, position, nonce) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Tells garbage from a receipt; the nonce is what protects. */
  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, BYTES - Integer.BYTES);
    return (int) checksum.getValue();
  }
}
