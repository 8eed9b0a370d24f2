package dev.ashlar.platform.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts answers under a key derived from the caller's secret: AES-GCM, key by HMAC-SHA-256. */
final class Seal {
  private static final byte[] PURPOSE =
      "ashlar idempotent answer".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /**
   * @param secret what the caller authenticated with; 256 random bits in general
   */
  Seal(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      key = new SecretKeySpec(mac.doFinal(PURPOSE), "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] close(byte[] open) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] closed = run(Cipher.ENCRYPT_MODE, nonce, open, 0);
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + closed.length);
    System.arraycopy(closed, 0, all, NONCE_BYTES, closed.length);
    return all;
  }

  byte[] open(byte[] all) {
    return run(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), all, NONCE_BYTES);
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, int offset) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(input, offset, input.length - offset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
