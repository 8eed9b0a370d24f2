package dev.ashlar.kv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines of bytes with a bound on their length. Not thread-safe. */
final class LineReader {
  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;
  private long consumed;

  private byte[] line = new byte[1_024];
  private int length;
  private boolean tooLong;

  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Reads the next line, without its end; false at the end of the stream. */
  boolean next() throws IOException {
    length = 0;
    tooLong = false;
    boolean any = false;
    while (fill()) {
      any = true;
      int start = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      append(start, position);
      if (position < end) {
        consumed += ++position - start;
        return true;
      }
      consumed += position - start;
    }
    return any;
  }

  /** The bytes of the line; valid up to {@link #length()}, until the next is read. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** Whether the line was longer than allowed; its bytes are then cut. */
  boolean isTooLong() {
    return tooLong;
  }

  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] > ' ' || line[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Bytes read so far. */
  long consumed() {
    return consumed;
  }

  private boolean fill() throws IOException {
    if (position < end) {
      return true;
    }
    position = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private void append(int start, int stop) {
    int added = stop - start;
    if (length + added > longest) {
      tooLong = true;
      return;
    }
    if (length + added > line.length) {
      line = Arrays.copyOf(line, Math.max(length + added, Math.min(longest, line.length * 2)));
    }
    System.arraycopy(buffer, start, line, length, added);
    length += added;
  }
}
