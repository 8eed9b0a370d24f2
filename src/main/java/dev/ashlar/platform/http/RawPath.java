package dev.ashlar.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rules of a request's path as it came over the wire, still percent-encoded. */
final class RawPath {
  private RawPath() {}

  /**
   * What is wrong with a path, null when nothing is.
   *
   * @param path one character per byte, without the query
   */
  static @Nullable String problem(String path) {
    if (isPlain(path)) {
      return null;
    }
    if (hasDotSegment(path)) {
      return "has a segment '.' or '..'; write a dot that is part of a key as %2E";
    }
    if (path.indexOf(';') >= 0) {
      return "holds ';', which begins a parameter that nothing here takes; write it as %3B";
    }
    byte[] decoded = new byte[path.length()];
    int length = 0;
    for (int i = 0; i < path.length(); i++, length++) {
      char c = path.charAt(i);
      if (c == '%') {
        int value = hex(path, i + 1) * 16 + hex(path, i + 2);
        if (value < 0) {
          return "has a '%' that is not followed by two hex digits";
        }
        c = (char) value;
        i += 2;
      }
      decoded[length] = (byte) c;
    }
    return problem(decoded, length);
  }

  private static @Nullable String problem(byte[] decoded, int length) {
    if (climbsOut(new String(decoded, 0, length, StandardCharsets.ISO_8859_1))) {
      return "leads out of the root";
    }
    for (int i = 0; i < length; i++) {
      if (decoded[i] == 0) {
        return "must not hold NUL";
      }
      if (decoded[i] == '\\') {
        return "holds a backslash, which the server does not take in a path";
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, length));
      return null;
    } catch (CharacterCodingException e) {
      return "must be valid UTF-8";
    }
  }

  /** The usual case, decided without a copy: nothing to decode, no dot after a slash. */
  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%'
          || c == '\\'
          || c == ';'
          || c == 0
          || c > 0x7e
          || (c == '.' && path.charAt(i - 1) == '/')) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasDotSegment(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }

  /** Whether encoded dot segments lead above the root, as the container would read them. */
  private static boolean climbsOut(String decoded) {
    int depth = -1;
    for (String segment : decoded.split("/", -1)) {
      depth += segment.equals("..") ? -1 : segment.equals(".") ? 0 : 1;
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  /** The digit, or a number so small that no sum with it is a byte. */
  private static int hex(String path, int at) {
    int digit = at < path.length() ? Character.digit(path.charAt(at), 16) : -1;
    return digit < 0 ? -1_000 : digit;
  }
}
