package dev.ashlar.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.regex.Pattern;

/** Small JSON bodies of requests that are taken without JAX-RS. */
public final class JsonRequests {
  private static final Pattern JSON = Pattern.compile("(?i)application/([a-z-]+\\+)?json( *;.*)?");
  private static final int MOST_BYTES = 64 << 10;

  private JsonRequests() {}

  /**
   * Reads the body.
   *
   * @throws ProblemException 400, 413 or 415
   */
  public static <T> T read(HttpServletRequest request, Class<T> type) throws IOException {
    return read(request, type, MOST_BYTES);
  }

  /**
   * Reads a body that may be larger.
   *
   * @param most bytes that it may have
   * @throws ProblemException 400, 413 or 415
   */
  public static <T> T read(HttpServletRequest request, Class<T> type, int most) throws IOException {
    byte[] bytes = bytes(request, most);
    T read = bytes.length == 0 ? null : Json.MAPPER.readValue(bytes, type);
    if (read == null) {
      throw new ProblemException(400, "malformed-json", "The body must be a JSON object.");
    }
    return read;
  }

  /**
   * The body as it is; it may be empty.
   *
   * @throws ProblemException 413 or 415
   */
  public static byte[] bytes(HttpServletRequest request) throws IOException {
    return bytes(request, MOST_BYTES);
  }

  private static byte[] bytes(HttpServletRequest request, int most) throws IOException {
    byte[] bytes = new LimitedInputStream(request.getInputStream(), most).readAllBytes();
    String contentType = request.getContentType();
    if (bytes.length > 0 && (contentType == null || !JSON.matcher(contentType).matches())) {
      throw new ProblemException(
          415, "unsupported-media-type", "Send the body as application/json.");
    }
    return bytes;
  }
}
