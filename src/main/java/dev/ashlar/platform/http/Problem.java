package dev.ashlar.platform.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param code stable name of the error, also the end of {@code type}
 * @param detail what happened and what to do, in words
 * @param errors the bad fields, null when it is not about fields
 * @param extensions further members of the problem
 */
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    @Nullable String instance,
    @Nullable List<FieldError> errors,
    @JsonIgnore Map<String, Object> extensions) {

  /** A bad field and what is wrong with it. */
  public record FieldError(String field, String detail) {}

  static Problem of(ProblemException e, @Nullable String instance) {
    return new Problem(
        "urn:ashlar:problem:" + e.code(),
        title(e.code()),
        e.status(),
        e.code(),
        e.detail(),
        instance,
        e.errors().isEmpty() ? null : e.errors(),
        e.extensions());
  }

  @JsonAnyGetter
  Map<String, Object> members() {
    return extensions;
  }

  private static String title(String code) {
    String words = code.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
