package dev.ashlar.launcher;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Unpacks a tar stream: directories, files with their x bit, and symbolic links. */
final class Tar {

  private static final int BLOCK = 512;

  private final InputStream in;
  private final Path target;
  private final byte[] header = new byte[BLOCK];
  private String longName = "";

  private Tar(InputStream in, Path target) {
    this.in = in;
    this.target = target;
  }

  static void unpack(InputStream in, Path target) throws IOException {
    Tar tar = new Tar(in, target);
    while (tar.next()) {
      tar.entry();
    }
  }

  private boolean next() throws IOException {
    return in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0;
  }

  private void entry() throws IOException {
    long size = octal(124, 12);
    char type = (char) header[156];
    switch (type) {
      case 'L' -> longName = new String(content(size), StandardCharsets.UTF_8).replace("\0", "");
      case '5' -> Files.createDirectories(place());
      case '2' -> Files.createSymbolicLink(place(), Path.of(text(157, 100)));
      case '0', '\0' -> file(place(), size);
      default -> throw new IOException("tar entry of unknown type " + type);
    }
    if (type != 'L') {
      longName = "";
    }
  }

  private Path place() throws IOException {
    String prefix = text(257, 6).equals("ustar") ? text(345, 155) : "";
    String name =
        longName.isEmpty() ? (prefix.isEmpty() ? "" : prefix + "/") + text(0, 100) : longName;
    Path place = target.resolve(name).normalize();
    if (!place.startsWith(target)) {
      throw new IOException("tar entry leaves its directory: " + name);
    }
    Files.createDirectories(place.equals(target) ? target : place.resolveSibling("."));
    return place;
  }

  private void file(Path file, long size) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new EOFException("tar stream ends inside " + file);
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
    in.skipNBytes(padding(size));
    if ((octal(100, 8) & 0100) != 0
        && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private byte[] content(long size) throws IOException {
    byte[] content = in.readNBytes((int) size);
    in.skipNBytes(padding(size));
    return content;
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private long octal(int offset, int length) {
    String digits = text(offset, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }
}
