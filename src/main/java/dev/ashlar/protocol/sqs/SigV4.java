package dev.ashlar.protocol.sqs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The computations of AWS's Signature Version 4. */
final class SigV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String TERMINATOR = "aws4_request";
  private static final HexFormat HEX = HexFormat.of();

  private SigV4() {}

  static String sha256(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is signed of a request. */
  static String stringToSign(String time, SigV4Header header, String canonicalRequest) {
    return String.join(
        "\n",
        ALGORITHM,
        time,
        header.scope(),
        sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8)));
  }

  /** The key that a secret gives for a day, region and service. */
  static byte[] signingKey(String secret, String date, String region, String service) {
    byte[] ofDate = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date);
    return hmac(hmac(hmac(ofDate, region), service), TERMINATOR);
  }

  static String signature(byte[] signingKey, String stringToSign) {
    return HEX.formatHex(hmac(signingKey, stringToSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
