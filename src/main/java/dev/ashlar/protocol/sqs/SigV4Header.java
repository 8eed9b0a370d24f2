package dev.ashlar.protocol.sqs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header Authorization of a signed request says.
 *
 * @param signedHeaders the names of the headers that are signed, as they stand in it
 */
record SigV4Header(
    String accessKeyId,
    String date,
    String region,
    String service,
    String signedHeaders,
    String signature) {
  private static final int LONGEST = 2_048;
  private static final Pattern CREDENTIAL =
      Pattern.compile("([\\w]{1,128})/(\\d{8})/([\\w-]{1,64})/([\\w-]{1,64})/aws4_request");
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

  /** Reads the header; what is missing in it, or malformed, is an incomplete signature. */
  static SigV4Header parse(String text) {
    if (text.length() > LONGEST || !text.startsWith(SigV4.ALGORITHM + " ")) {
      throw SqsError.INCOMPLETE_SIGNATURE.because(
          "Authorization header requires the algorithm " + SigV4.ALGORITHM + ".");
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : text.substring(SigV4.ALGORITHM.length()).split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    Matcher credential = CREDENTIAL.matcher(part(parts, "Credential"));
    String signedHeaders = part(parts, "SignedHeaders");
    String signature = part(parts, "Signature");
    if (!credential.matches()) {
      throw SqsError.INCOMPLETE_SIGNATURE.because(
          "Credential must have the form <key>/<yyyymmdd>/<region>/<service>/aws4_request.");
    }
    if (!SIGNATURE.matcher(signature).matches()) {
      throw SqsError.INVALID_SIGNATURE.because("Signature must have 64 hex digits.");
    }
    return new SigV4Header(
        credential.group(1),
        credential.group(2),
        credential.group(3),
        credential.group(4),
        signedHeaders,
        signature);
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null || part.isEmpty()) {
      throw SqsError.INCOMPLETE_SIGNATURE.because(
          "Authorization header requires '" + name + "' parameter.");
    }
    return part;
  }

  List<String> signedNames() {
    return List.of(signedHeaders.split(";"));
  }

  String scope() {
    return date + "/" + region + "/" + service + "/" + SigV4.TERMINATOR;
  }
}
