package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.platform.http.ETags;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What became of a request, as HTTP. */
final class KvAnswers {
  private KvAnswers() {}

  /** A counter as it stands. */
  public record Counter(String key, BigDecimal value, long revision, long version) {}

  static void stored(HttpServletResponse response, KvResult result, KvPath path)
      throws IOException {
    KvResult.Stored stored = expect(KvResult.Stored.class, result, path);
    json(response, stored.created() ? 201 : 200, stored.entry().revision(), stored.entry());
  }

  static void counted(HttpServletResponse response, KvResult result, KvPath path)
      throws IOException {
    Counter counter = counter(result, path);
    json(response, 200, counter.revision, counter);
  }

  static Counter counter(KvResult result, KvPath path) {
    KvResult.Counted counted = expect(KvResult.Counted.class, result, path);
    Entry entry = counted.entry();
    return new Counter(entry.key(), counted.value(), entry.revision(), entry.version());
  }

  private static void json(HttpServletResponse response, int status, long revision, Object body)
      throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    response.setStatus(status);
    response.setHeader("ETag", ETags.of(revision));
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  static void get(
      HttpServletResponse response,
      Found found,
      KvPath path,
      @Nullable String ifNoneMatch,
      boolean head)
      throws IOException {
    Found.Value value = value(found, path);
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
    response.setStatus(200);
    response.setHeader("Content-Type", entry.contentType());
    response.setContentLengthLong(entry.size());
    if (!head && value.value() != null) {
      response.getOutputStream().write(value.value());
    }
  }

  static Found.Value value(Found found, KvPath path) {
    if (found instanceof Found.Value value) {
      return value;
    }
    throw absent(found instanceof Found.NoKey, path);
  }

  static void deleted(HttpServletResponse response, KvResult result, KvPath path) {
    KvResult unused = expect(KvResult.Deleted.class, result, path);
    response.setStatus(204);
  }

  static ProblemException bucketNotFound(String bucket) {
    return ProblemException.notFound(
        "bucket-not-found", "There is no bucket " + bucket + "; it begins with its first write.");
  }

  static ProblemException refused(KvResult.Refused refused) {
    return new ProblemException(refused.status(), refused.code(), refused.detail());
  }

  static ProblemException compacted(long oldestRevision) {
    return new ProblemException(
            410, "compacted", "The history of the bucket does not go back to this revision.")
        .with("oldestRevision", oldestRevision);
  }

  private static ProblemException absent(boolean bucketExists, KvPath path) {
    return bucketExists
        ? ProblemException.notFound(
            "key-not-found",
            "There is no key " + path.key() + " in the bucket " + path.bucket() + ".")
        : bucketNotFound(path.bucket());
  }

  /** The result if it is of this kind; else the problem that it is. */
  static <R extends KvResult> R expect(Class<R> kind, KvResult result, @Nullable KvPath path) {
    if (kind.isInstance(result)) {
      return kind.cast(result);
    }
    if (result instanceof KvResult.Missing missing && path != null) {
      throw absent(missing.bucketExists(), path);
    }
    if (result instanceof KvResult.Refused refused) {
      throw refused(refused);
    }
    if (result instanceof KvResult.Mismatch mismatch) {
      throw new ProblemException(
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
