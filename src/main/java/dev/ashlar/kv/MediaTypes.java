package dev.ashlar.kv;

import dev.ashlar.platform.http.ProblemException;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Media types of values: kept as they came, but only in a form that can be answered again. */
final class MediaTypes {
  private static final int LONGEST = 255;
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *;[ -~]*)?");

  private MediaTypes() {}

  /** The media type, {@code application/octet-stream} when there is none. */
  static String checked(@Nullable String contentType) {
    if (contentType == null || contentType.isBlank()) {
      return MediaType.APPLICATION_OCTET_STREAM;
    }
    if (!isValid(contentType)) {
      throw ProblemException.invalid(
          "Content-Type", "must be a media type of at most " + LONGEST + " characters");
    }
    return contentType;
  }

  static boolean isValid(String contentType) {
    return contentType.length() <= LONGEST && FORM.matcher(contentType).matches();
  }
}
