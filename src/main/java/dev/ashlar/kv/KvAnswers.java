package dev.ashlar.kv;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.platform.http.ETags;
import dev.ashlar.platform.http.ProblemException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What became of a request for one key, as HTTP. */
final class KvAnswers {
  private KvAnswers() {}

  static Response ofPut(KvResult result) {
    if (result instanceof KvResult.Stored stored) {
      return Response.status(stored.created() ? 201 : 200)
          .type(MediaType.APPLICATION_JSON_TYPE)
          .header("ETag", ETags.of(stored.entry().revision()))
          .entity(stored.entry())
          .build();
    }
    throw refused(result);
  }

  static Response ofGet(Found found, String bucket, String key, @Nullable String ifNoneMatch) {
    if (!(found instanceof Found.Value value)) {
      throw absent(found instanceof Found.NoKey, bucket, key);
    }
    Entry entry = value.entry();
    boolean unchanged = ETags.isUnchanged(ifNoneMatch, entry.revision());
    Response.ResponseBuilder answer =
        Response.status(unchanged ? 304 : 200)
            .header("ETag", ETags.of(entry.revision()))
            .header("Ashlar-Revision", entry.revision())
            .header("Ashlar-Version", entry.version());
    if (entry.expiresAt() != null) {
      answer.header("Ashlar-Expires-At", entry.expiresAt());
    }
    return unchanged
        ? answer.build()
        : answer
            .header("Content-Type", entry.contentType())
            // Said, not counted by the container: it counts nothing for a HEAD of a large value.
            .header("Content-Length", entry.size())
            .entity(value.value())
            .build();
  }

  static Response ofDelete(KvResult result, String bucket, String key) {
    if (result instanceof KvResult.Deleted) {
      return Response.noContent().build();
    }
    if (result instanceof KvResult.Missing missing) {
      throw absent(missing.bucketExists(), bucket, key);
    }
    throw refused(result);
  }

  static ProblemException bucketNotFound(String bucket) {
    return ProblemException.notFound(
        "bucket-not-found", "There is no bucket " + bucket + "; it begins with its first write.");
  }

  private static ProblemException absent(boolean bucketExists, String bucket, String key) {
    return bucketExists
        ? ProblemException.notFound(
            "key-not-found", "There is no key " + key + " in the bucket " + bucket + ".")
        : bucketNotFound(bucket);
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
