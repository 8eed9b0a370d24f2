package dev.ashlar.kv;

import dev.ashlar.kv.KvImport.Failed;
import dev.ashlar.kv.KvImport.Outcome;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.progress.Tasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One import under way: collects lines into batches and counts what became of them. */
final class KvImportRun {
  private static final int BATCH_LINES = 1_000;
  private static final long BATCH_BYTES = 4L << 20;
  private static final int MOST_LISTED = 1_000;

  private final String bucket;
  private final int maxValueBytes;
  private final Consumer<List<KvWrite>> store;
  private final Tasks.Task task;

  private final List<Failed> failed = new ArrayList<>();
  private long failedCount;
  private long imported;
  private List<KvWrite> batch = new ArrayList<>();
  private long batchBytes;

  /**
   * @param store commits a batch
   */
  KvImportRun(String bucket, int maxValueBytes, Consumer<List<KvWrite>> store, Tasks.Task task) {
    this.bucket = bucket;
    this.maxValueBytes = maxValueBytes;
    this.store = store;
    this.task = task;
  }

  Outcome read(LineReader lines) throws IOException {
    for (long number = 1; lines.next(); number++) {
      if (!lines.isBlank()) {
        take(lines, number);
      }
      if (batch.size() >= BATCH_LINES || batchBytes >= BATCH_BYTES) {
        flush();
        task.done(lines.consumed());
      }
    }
    flush();
    return new Outcome(imported, failed, failedCount);
  }

  private void take(LineReader lines, long number) {
    try {
      if (lines.isTooLong()) {
        throw ProblemException.tooLarge("The line is too long.");
      }
      KvWrite write = KvLine.parse(bucket, lines.bytes(), lines.length(), maxValueBytes);
      batch.add(write);
      batchBytes += write.weight();
    } catch (ProblemException e) {
      failedCount++;
      if (failed.size() < MOST_LISTED) {
        failed.add(new Failed(number, e.code(), String.valueOf(e.getMessage())));
      }
    }
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    store.accept(batch);
    imported += batch.size();
    batch = new ArrayList<>();
    batchBytes = 0;
  }
}
