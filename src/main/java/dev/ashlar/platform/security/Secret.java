package dev.ashlar.platform.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** The SHA-256 of a key or token: what is kept and compared in its place. */
public final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 32;

  private final byte[] hash;

  private Secret(byte[] hash) {
    this.hash = hash;
  }

  static String random(String prefix) {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Secret of(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new Secret(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of what only the hash is known. */
  static Secret ofHash(byte[] hash) {
    return new Secret(hash.clone());
  }

  /** The 32 bytes of the hash. */
  public byte[] bytes() {
    return hash.clone();
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(hash, secret.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
