package dev.ashlar.kv;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.progress.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stores keys line by line, many in one transaction. Thread-safe. */
@ApplicationScoped
class KvImport {
  /** What JSON and base64 can add to a value: six characters for one byte, at worst. */
  private static final int MOST_ESCAPED = 6;

  private static final int LINE_EXTRA = 16 << 10;

  @Inject Kv kv;
  @Inject KvStreams streams;
  @Inject Tasks tasks;
  @Inject Database database;

  @Inject
  @ConfigProperty(name = "ashlar.kv.max-value-bytes")
  int maxValueBytes;

  /**
   * What became of an import.
   *
   * @param imported lines that were stored
   * @param failed the first 1,000 lines that were not
   * @param failedCount all lines that were not
   */
  public record Outcome(long imported, List<Failed> failed, long failedCount) {}

  /**
   * A line that was not stored.
   *
   * @param line its number, from 1
   */
  public record Failed(long line, String code, String detail) {}

  Outcome run(String bucket, InputStream body, long length, boolean atomic, String author) {
    streams.enter();
    try (Tasks.Task task =
        tasks.begin("Import into " + bucket, length < 0 ? null : Long.valueOf(length), "bytes")) {
      KvImportRun run = new KvImportRun(bucket, maxValueBytes, author, kv::write, task);
      LineReader lines =
          new LineReader(
              body, (int) Math.min(1L << 30, MOST_ESCAPED * (long) maxValueBytes + LINE_EXTRA));
      return atomic ? allOrNothing(run, lines) : read(run, lines);
    } finally {
      streams.leave();
    }
  }

  /** By a savepoint, so that it also holds inside a caller's transaction. */
  private Outcome allOrNothing(KvImportRun run, LineReader lines) {
    return database.inTransaction(
        entities -> {
          Database.waitForClient(entities);
          entities.createNativeQuery("SAVEPOINT import").executeUpdate();
          Outcome outcome = read(run, lines);
          if (outcome.failedCount() == 0) {
            return outcome;
          }
          entities.createNativeQuery("ROLLBACK TO SAVEPOINT import").executeUpdate();
          return new Outcome(0, outcome.failed(), outcome.failedCount());
        });
  }

  private static Outcome read(KvImportRun run, LineReader lines) {
    try {
      return run.read(lines);
    } catch (IOException e) {
      throw new ProblemException(
          400, "invalid-request", "The body ended before it was complete; send it again.");
    }
  }
}
