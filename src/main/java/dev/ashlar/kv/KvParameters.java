package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ashlar.platform.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Query parameters as texts of a client. */
final class KvParameters {
  private KvParameters() {}

  /** The parameters of a query by name, the first of each; a request's own are Latin-1. */
  static UnaryOperator<@Nullable String> of(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query == null) {
      return name -> null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      parameters.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return parameters::get;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          400, "invalid-request", "The query has a '%' that is not followed by two hex digits.");
    }
  }

  static boolean isTrue(String field, @Nullable String value, boolean otherwise) {
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw ProblemException.invalid(field, "must be true or false");
    };
  }

  /** A revision; null when it is not there. */
  static @Nullable Long revision(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,18}")) {
      throw ProblemException.invalid(field, "must be a revision, a whole number");
    }
    return Long.valueOf(text);
  }
}
