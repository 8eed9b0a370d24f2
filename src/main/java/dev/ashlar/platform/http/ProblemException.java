package dev.ashlar.platform.http;

import dev.ashlar.platform.http.Problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error that is told to the client: status, code and a sentence that says what to do. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<FieldError> errors = new ArrayList<>();
  private final transient Map<String, Object> extensions = new LinkedHashMap<>();
  private @Nullable String retryAfter;

  /**
   * @param status HTTP status, 400 to 599
   * @param code stable name, lower-case words joined by {@code -}
   * @param detail sentence for the user
   */
  public ProblemException(int status, String code, String detail) {
    // A refused request is no fault of the server: no stack trace is worth its cost.
    super(detail, null, false, status >= 500);
    this.status = status;
    this.code = code;
  }

  /** 400 {@code invalid-request} about one field. */
  public static ProblemException invalid(String field, String detail) {
    return new ProblemException(
            400, "invalid-request", "The request is not valid: " + field + " " + detail)
        .with(new FieldError(field, detail));
  }

  /** 400 {@code invalid-request} about several fields. */
  public static ProblemException invalid(List<FieldError> errors) {
    FieldError first = errors.get(0);
    ProblemException problem =
        new ProblemException(
            400,
            "invalid-request",
            "The request is not valid: " + first.field() + " " + first.detail());
    problem.errors.addAll(errors);
    return problem;
  }

  /** 404 {@code not-found} or the block's own code. */
  public static ProblemException notFound(String code, String detail) {
    return new ProblemException(404, code, detail);
  }

  /** 413 {@code payload-too-large}. */
  public static ProblemException tooLarge(String detail) {
    return new ProblemException(413, "payload-too-large", detail);
  }

  /** Adds a member to the problem. */
  public ProblemException with(String member, Object value) {
    extensions.put(member, value);
    return this;
  }

  /** Adds the header {@code Retry-After}, in seconds. */
  public ProblemException retryAfter(long seconds) {
    retryAfter = Long.toString(seconds);
    return this;
  }

  private ProblemException with(FieldError error) {
    errors.add(error);
    return this;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  List<FieldError> errors() {
    return errors;
  }

  Map<String, Object> extensions() {
    return extensions;
  }

  @Nullable String retryAfter() {
    return retryAfter;
  }
}
