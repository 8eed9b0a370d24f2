package dev.ashlar.lock;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * What a session is known by: 100 random bits and a checksum, so that an id that was never given
 * can be told from one of a session that is over.
 */
final class SessionId {
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int RANDOM_DIGITS = 20;
  private static final int CHECK_DIGITS = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private SessionId() {}

  static String create() {
    StringBuilder id = new StringBuilder(RANDOM_DIGITS + CHECK_DIGITS);
    for (int i = 0; i < RANDOM_DIGITS; i++) {
      id.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return id + check(id.toString());
  }

  static boolean isValid(String id) {
    return id.length() == RANDOM_DIGITS + CHECK_DIGITS
        && id.chars().allMatch(c -> DIGITS.indexOf(c) >= 0)
        && id.endsWith(check(id.substring(0, RANDOM_DIGITS)));
  }

  private static String check(String random) {
    CRC32 crc = new CRC32();
    crc.update(random.getBytes(StandardCharsets.US_ASCII));
    StringBuilder check = new StringBuilder(CHECK_DIGITS);
    for (int i = 0; i < CHECK_DIGITS; i++) {
      check.append(DIGITS.charAt((int) (crc.getValue() >>> (5 * i)) & 31));
    }
    return check.toString();
  }
}
