package dev.ashlar.kv;

import dev.ashlar.kv.KvRangeQuery.Listed;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.progress.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys as lines, page by page: no snapshot is held open for a slow reader, and each page is
 * as it stood when it was read. Thread-safe.
 */
@ApplicationScoped
class KvExport {
  private static final int PAGE_KEYS = 1_000;

  @Inject KvLists lists;
  @Inject KvStreams streams;
  @Inject Tasks tasks;

  /** Reads the first page, so that an unknown bucket is told, and answers what writes all of it. */
  StreamingOutput open(String bucket, String prefix) {
    KvLists.Keys first = lists.keys(bucket, asked(prefix, null, null));
    return out -> {
      // Before the first byte, so that a refusal still is an answer of its own.
      streams.enter();
      try (Tasks.Task task = tasks.begin("Export of " + bucket, null, "keys")) {
        write(bucket, prefix, first, out, task);
      } finally {
        streams.leave();
      }
    };
  }

  private void write(
      String bucket, String prefix, KvLists.Keys first, OutputStream out, Tasks.Task task)
      throws IOException {
    KvLists.Keys page = first;
    for (long done = 0; ; ) {
      for (Listed listed : page.items()) {
        out.write(Json.MAPPER.writeValueAsBytes(line(listed)));
        out.write('\n');
      }
      done += page.items().size();
      task.done(done);
      if (!page.more()) {
        return;
      }
      String last = page.items().get(page.items().size() - 1).entry().key();
      page = lists.keys(bucket, asked(prefix, last, null));
    }
  }

  private static KvLists.Asked asked(String prefix, @Nullable String after, @Nullable Long at) {
    KvCursor cursor = after == null ? null : new KvCursor(after, null);
    return new KvLists.Asked(KvRange.ofPrefix(prefix), cursor, at, false, PAGE_KEYS, true, false);
  }

  private static KvLine line(Listed listed) {
    byte[] bytes = listed.value() == null ? new byte[0] : listed.value();
    Entry entry = listed.entry().withValue(bytes);
    return new KvLine(
        entry.key(), entry.value(), entry.base64(), entry.contentType(), ttl(entry.expiresAt()));
  }

  private static @Nullable String ttl(@Nullable Instant expiresAt) {
    if (expiresAt == null) {
      return null;
    }
    Duration left = Duration.between(Instant.now(), expiresAt);
    return (left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left).toString();
  }
}
