package dev.ashlar.platform.http;

import dev.ashlar.platform.http.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of a request's fields, reported together. */
public final class Checks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final List<FieldError> errors = new ArrayList<>();

  /** A field must be as said. */
  public Checks that(boolean valid, String field, String detail) {
    if (!valid) {
      errors.add(new FieldError(field, detail));
    }
    return this;
  }

  /** A field must be a name. */
  public Checks name(String field, @Nullable String value) {
    return that(
        value != null && NAME.matcher(value).matches(),
        field,
        "must be 1 to 128 letters, digits, '.', '_' or '-', and begin with a letter or digit");
  }

  /**
   * Ends the checks.
   *
   * @throws ProblemException 400 {@code invalid-request} naming every bad field
   */
  public void orThrow() {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }
}
