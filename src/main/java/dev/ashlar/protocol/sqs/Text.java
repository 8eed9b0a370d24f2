package dev.ashlar.protocol.sqs;

import java.util.regex.Pattern;

/** The rules of texts in the protocol. */
final class Text {
  /** A group, a deduplication id: letters, digits and ASCII punctuation. */
  private static final Pattern ID = Pattern.compile("[!-~]{1,128}");

  private Text() {}

  /** Whether it holds only what may be in a message: most of Unicode, few control characters. */
  static boolean isValid(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 ? c != '\t' && c != '\n' && c != '\r' : c > 0xfffd) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Fails unless it is a group, or the like. */
  static String id(String parameter, String text) {
    if (!ID.matcher(text).matches()) {
      throw SqsException.invalid(
          text,
          parameter,
          parameter
              + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }
    return text;
  }
}
