package dev.ashlar.kv;

import java.io.InputStream;
import java.util.Random;

/** Bytes that arrive in pieces of random length, as from a network. */
final class ChunkedInput extends InputStream {
  private final byte[] bytes;
  private final Random random;
  private int position;

  ChunkedInput(byte[] bytes, Random random) {
    this.bytes = bytes;
    this.random = random;
  }

  @Override
  public int read() {
    return position < bytes.length ? bytes[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (position == bytes.length) {
      return -1;
    }
    int most = Math.min(length, bytes.length - position);
    int count = 1 + random.nextInt(most);
    System.arraycopy(bytes, position, buffer, offset, count);
    position += count;
    return count;
  }
}
