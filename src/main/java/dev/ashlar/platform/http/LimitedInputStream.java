package dev.ashlar.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses, with 413, what is longer than its limit. */
public final class LimitedInputStream extends FilterInputStream {
  private final long limit;
  private long left;

  /**
   * @param limit most bytes that may be read
   */
  public LimitedInputStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int read) {
    left -= read;
    if (left < 0) {
      throw ProblemException.tooLarge("The body may have " + limit + " bytes at most.");
    }
  }
}
