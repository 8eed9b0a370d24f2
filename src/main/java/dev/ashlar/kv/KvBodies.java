package dev.ashlar.kv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.JsonRequests;
import dev.ashlar.platform.http.LimitedInputStream;
import dev.ashlar.platform.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The small JSON bodies of calls on one key. */
final class KvBodies {
  private static final int MOST_BYTES = 64 << 10;

  private KvBodies() {}

  /** What to add, and how long the key is to live then. */
  record Increment(@Nullable BigDecimal by, @Nullable String ttl) {
    /**
     * @param otherwise how long it is to live if the body does not say so
     */
    KvWrite.Increment action(@Nullable String otherwise) {
      BigDecimal number = by == null ? BigDecimal.ONE : by;
      if (number.precision() + (long) Math.abs(number.scale()) > KvNumbers.LONGEST) {
        throw ProblemException.invalid(
            "by", "must be a number of at most " + KvNumbers.LONGEST + " characters");
      }
      return new KvWrite.Increment(number, KvWrite.ttlOrNull(ttl == null ? otherwise : ttl));
    }
  }

  static KvWrite.Increment increment(HttpServletRequest request) throws IOException {
    return increment(JsonRequests.bytes(request), KvParameters.of(request).apply("ttl"));
  }

  /** What the body says, or the default for what it does not say. */
  static KvWrite.Increment increment(byte[] bytes, @Nullable String ttl) throws IOException {
    Increment increment =
        bytes.length == 0
            ? new Increment(null, null)
            : Json.MAPPER.readValue(bytes, Increment.class);
    if (increment == null) {
      throw new ProblemException(400, "malformed-json", "The body must be a JSON object.");
    }
    return increment.action(ttl);
  }

  /** {@code {"ttl":"1h"}}, or null for a key that is not to end. */
  static KvWrite.Prolong prolong(HttpServletRequest request) throws IOException {
    JsonNode json = Json.MAPPER.readTree(JsonRequests.bytes(request));
    if (!json.isObject() || json.size() != 1 || !json.has("ttl")) {
      throw ProblemException.invalid("ttl", "must be the one member of the body");
    }
    JsonNode ttl = json.get("ttl");
    if (!ttl.isNull() && !ttl.isTextual()) {
      throw ProblemException.invalid("ttl", "must be a duration like \"1h\", or null");
    }
    return new KvWrite.Prolong(ttl.isNull() ? null : KvWrite.ttl(ttl.asText()));
  }

  static byte[] bytes(InputStream body) throws IOException {
    return new LimitedInputStream(body, MOST_BYTES).readAllBytes();
  }
}
