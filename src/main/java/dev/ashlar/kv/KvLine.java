package dev.ashlar.kv;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.http.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A line of an import or export.
 *
 * @param value the value as text; or else {@code base64}
 * @param ttl how long the key has left
 */
public record KvLine(
    @Nullable String key,
    @Nullable String value,
    @Nullable String base64,
    @Nullable String contentType,
    @Nullable String ttl) {
  private static final String DEFAULT_TYPE = KvDecider.TEXT;
  private static final String DEFAULT_BINARY_TYPE = "application/octet-stream";

  /**
   * The write that a line asks for.
   *
   * @throws ProblemException when the line is bad
   */
  static KvWrite parse(String bucket, byte[] json, int length, int maxValueBytes, String author) {
    KvLine line;
    try {
      line = Json.MAPPER.readValue(json, 0, length, KvLine.class);
    } catch (JsonProcessingException e) {
      throw Problems.of(e);
    } catch (IOException e) {
      throw ProblemException.invalid("line", "is not UTF-8");
    }
    if (line == null) {
      throw ProblemException.invalid("line", "must be a JSON object");
    }
    return line.write(bucket, maxValueBytes, author);
  }

  KvWrite write(String bucket, int maxValueBytes, String author) {
    KvKeys.check(key);
    byte[] bytes = bytes();
    if (bytes.length > maxValueBytes) {
      throw ProblemException.tooLarge("A value may have " + maxValueBytes + " bytes at most.");
    }
    String type = contentType != null ? contentType : defaultType();
    KvWrite.Put put = new KvWrite.Put(bytes, MediaTypes.checked(type), KvWrite.ttlOrNull(ttl));
    return KvWrite.put(bucket, String.valueOf(key), put, null, author);
  }

  private String defaultType() {
    return value != null ? DEFAULT_TYPE : DEFAULT_BINARY_TYPE;
  }

  private byte[] bytes() {
    if ((value == null) == (base64 == null)) {
      throw ProblemException.invalid("value", "or base64 must be there, and not both");
    }
    if (value != null) {
      if (!Text.isValid(value)) {
        throw ProblemException.invalid("value", "has half of a surrogate pair");
      }
      return value.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("base64", "is not valid base64");
    }
  }
}
