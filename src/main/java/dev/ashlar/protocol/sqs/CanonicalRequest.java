package dev.ashlar.protocol.sqs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a request is signed.
 *
 * @param path as it came over the wire
 * @param query the same, without the question mark
 * @param headers the values of a header by its name, none if it is not there
 */
record CanonicalRequest(
    String method, String path, @Nullable String query, Function<String, List<String>> headers) {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  String text(SigV4Header header, String payloadHash) {
    StringBuilder text = new StringBuilder(512);
    text.append(method).append('\n');
    encode(text, path.isEmpty() ? "/" : path, true);
    text.append('\n');
    if (query != null && !query.isEmpty()) {
      text.append(canonicalQuery(query));
    }
    text.append('\n');
    for (String name : header.signedNames()) {
      List<String> values = headers.apply(name);
      if (values.isEmpty()) {
        throw SqsError.INVALID_SIGNATURE.because("The signed header " + name + " is not there.");
      }
      text.append(name).append(':');
      text.append(values.stream().map(CanonicalRequest::plain).collect(Collectors.joining(",")));
      text.append('\n');
    }
    return text.append('\n')
        .append(header.signedHeaders())
        .append('\n')
        .append(payloadHash)
        .toString();
  }

  private static String plain(String value) {
    String stripped = value.strip();
    return stripped.contains("  ") ? stripped.replaceAll(" +", " ") : stripped;
  }

  private static String canonicalQuery(String query) {
    List<String> pairs = new ArrayList<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      StringBuilder text = new StringBuilder();
      encode(text, decode(equals < 0 ? pair : pair.substring(0, equals)), false);
      text.append('=');
      encode(text, equals < 0 ? "" : decode(pair.substring(equals + 1)), false);
      pairs.add(text.toString());
    }
    pairs.sort(null);
    return String.join("&", pairs);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw SqsError.INVALID_SIGNATURE.because("The query is malformed.");
    }
  }

  private static void encode(StringBuilder text, String part, boolean isPath) {
    for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b) || (isPath && b == '/')) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.toHexDigits(b));
      }
    }
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.'
        || b == '~';
  }
}
