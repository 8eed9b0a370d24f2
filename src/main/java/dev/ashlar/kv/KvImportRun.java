package dev.ashlar.kv;

import dev.ashlar.kv.KvImport.Failed;
import dev.ashlar.kv.KvImport.Outcome;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.progress.Tasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One import under way: collects lines into batches and counts what became of them. */
final class KvImportRun {
  private static final int BATCH_LINES = 1_000;
  private static final long BATCH_BYTES = 4L << 20;
  private static final int MOST_LISTED = 1_000;

  private final String bucket;
  private final int maxValueBytes;
  private final String author;
  private final Function<List<KvWrite>, List<KvResult>> store;
  private final Tasks.Task task;

  private final List<Failed> failed = new ArrayList<>();
  private long failedCount;
  private long imported;
  private final List<Long> numbers = new ArrayList<>();
  private List<KvWrite> batch = new ArrayList<>();
  private long batchBytes;

  /**
   * @param store commits a batch
   */
  KvImportRun(
      String bucket,
      int maxValueBytes,
      String author,
      Function<List<KvWrite>, List<KvResult>> store,
      Tasks.Task task) {
    this.bucket = bucket;
    this.maxValueBytes = maxValueBytes;
    this.author = author;
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
      KvWrite write = KvLine.parse(bucket, lines.bytes(), lines.length(), maxValueBytes, author);
      batch.add(write);
      numbers.add(number);
      batchBytes += write.weight();
    } catch (ProblemException e) {
      fail(number, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private void fail(long number, String code, String detail) {
    failedCount++;
    if (failed.size() < MOST_LISTED) {
      failed.add(new Failed(number, code, detail));
    }
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<KvResult> results = store.apply(batch);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof KvResult.Refused refused) {
        fail(numbers.get(i), refused.code(), refused.detail());
      } else {
        imported++;
      }
    }
    batch = new ArrayList<>();
    numbers.clear();
    batchBytes = 0;
  }
}
