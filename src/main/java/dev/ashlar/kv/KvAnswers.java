package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.platform.http.ETags;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What became of a request for one key, as HTTP. */
final class KvAnswers {
  private KvAnswers() {}

  static void put(HttpServletResponse response, KvResult result) throws IOException {
    if (!(result instanceof KvResult.Stored stored)) {
      throw refused(result);
    }
    byte[] body = Json.MAPPER.writeValueAsBytes(stored.entry());
    response.setStatus(stored.created() ? 201 : 200);
    response.setHeader("ETag", ETags.of(stored.entry().revision()));
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  static void get(
      HttpServletResponse response,
      Found found,
      KvPath path,
      @Nullable String ifNoneMatch,
      boolean head)
      throws IOException {
    if (!(found instanceof Found.Value value)) {
      throw absent(found instanceof Found.NoKey, path);
    }
    Entry entry = value.entry();
    response.setHeader("ETag", ETags.of(entry.revision()));
    response.setHeader("Ashlar-Revision", Long.toString(entry.revision()));
    response.setHeader("Ashlar-Version", Long.toString(entry.version()));
    if (entry.expiresAt() != null) {
      response.setHeader("Ashlar-Expires-At", entry.expiresAt().toString());
    }
    if (ETags.isUnchanged(ifNoneMatch, entry.revision())) {
      response.setStatus(304);
      return;
    }
    response.setHeader("Content-Type", entry.contentType());
    response.setContentLengthLong(entry.size());
    if (!head && value.value() != null) {
      response.getOutputStream().write(value.value());
    }
  }

  static void delete(HttpServletResponse response, KvResult result, KvPath path) {
    if (result instanceof KvResult.Missing missing) {
      throw absent(missing.bucketExists(), path);
    }
    if (!(result instanceof KvResult.Deleted)) {
      throw refused(result);
    }
    response.setStatus(204);
  }

  static ProblemException bucketNotFound(String bucket) {
    return ProblemException.notFound(
        "bucket-not-found", "There is no bucket " + bucket + "; it begins with its first write.");
  }

  private static ProblemException absent(boolean bucketExists, KvPath path) {
    return bucketExists
        ? ProblemException.notFound(
            "key-not-found",
            "There is no key " + path.key() + " in the bucket " + path.bucket() + ".")
        : bucketNotFound(path.bucket());
  }

  private static ProblemException refused(KvResult result) {
    if (result instanceof KvResult.Mismatch mismatch) {
      return new ProblemException(
              412,
              "revision-mismatch",
              mismatch.currentRevision() == 0
                  ? "The key is not there; read it again before you change it."
                  : "The key stands at another revision; read it again before you change it.")
          .with("currentRevision", mismatch.currentRevision());
    }
    throw new IllegalStateException("unexpected: " + result);
  }
}
