package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** A field of an answer, found without parsing it: a client should cost little. */
final class JsonField {
  private JsonField() {}

  /** The value of a field that is a string without escapes. */
  static String text(byte[] json, String name) throws IOException {
    String text = new String(json, UTF_8);
    String before = "\"" + name + "\":\"";
    int begin = text.indexOf(before) + before.length();
    int end = text.indexOf('"', begin);
    if (begin < before.length() || end < 0) {
      throw new IOException("no " + name + " in " + text);
    }
    return text.substring(begin, end);
  }
}
