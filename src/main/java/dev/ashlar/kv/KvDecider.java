package dev.ashlar.kv;

import dev.ashlar.kv.KvBatch.Bucket;
import dev.ashlar.kv.KvBatch.Event;
import dev.ashlar.kv.KvBatch.Row;
import dev.ashlar.kv.KvTransaction.Compare;
import dev.ashlar.kv.KvTransaction.Step;
import dev.ashlar.kv.KvWrite.Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides commands, one after the other, on a batch: plain Java. Not thread-safe. */
final class KvDecider {
  static final String TEXT = "text/plain; charset=utf-8";

  private final KvBatch batch;

  KvDecider(KvBatch batch) {
    this.batch = batch;
  }

  KvResult decide(KvCommand command) {
    Bucket bucket = batch.bucket(command.bucket());
    if (command instanceof KvTransaction transaction) {
      return decide(bucket, transaction);
    }
    KvWrite write = (KvWrite) command;
    Row row = batch.row(bucket, write.key());
    long stands = row.entry == null ? KvWrite.ABSENT : row.entry.revision();
    if (write.expectedRevision() != null && write.expectedRevision() != stands) {
      return new KvResult.Mismatch(stands);
    }
    return apply(bucket, row, write.action(), bucket.revision + 1, 0, write.author());
  }

  private KvResult apply(
      Bucket bucket, Row row, Action action, long revision, int n, String author) {
    if (action instanceof KvWrite.Put put) {
      return put(bucket, row, put, revision, n, author);
    }
    if (action instanceof KvWrite.Increment increment) {
      return increment(bucket, row, increment, revision, n, author);
    }
    if (row.entry == null || action instanceof KvWrite.Expire) {
      return new KvResult.Missing(bucket.exists);
    }
    if (action instanceof KvWrite.Prolong prolong) {
      Entry next = next(bucket, row, revision, row.entry.size(), row.entry.contentType());
      Entry entry = next.expiring(end(prolong.ttl()));
      return stored(bucket, row, entry, null, n, author);
    }
    bucket.revision = revision;
    batch.remove(bucket, row, revision, n, Event.DELETE, author);
    return new KvResult.Deleted(revision);
  }

  private KvResult put(
      Bucket bucket, Row row, KvWrite.Put put, long revision, int n, String author) {
    KvResult refused = bucket.config.refusal(bucket, row.entry, put.value().length);
    if (refused != null) {
      return refused;
    }
    Duration ttl = put.ttl() != null ? put.ttl() : bucket.config.ttl();
    Entry entry =
        next(bucket, row, revision, put.value().length, put.contentType()).expiring(end(ttl));
    return stored(bucket, row, entry, put.value(), n, author);
  }

  private KvResult increment(
      Bucket bucket, Row row, KvWrite.Increment increment, long revision, int n, String author) {
    Entry old = row.entry;
    BigDecimal stands = old == null ? BigDecimal.ZERO : KvNumbers.parse(row.value);
    BigDecimal sum = stands == null ? null : KvNumbers.add(stands, increment.by());
    if (sum == null) {
      return KvNumbers.REFUSED;
    }
    byte[] value = KvNumbers.bytes(sum);
    KvResult refused = bucket.config.refusal(bucket, old, value.length);
    if (refused != null) {
      return refused;
    }
    Instant end = old == null ? end(bucket.config.ttl()) : old.expiresAt();
    Entry entry =
        next(bucket, row, revision, value.length, old == null ? TEXT : old.contentType())
            .expiring(increment.ttl() == null ? end : end(increment.ttl()));
    stored(bucket, row, entry, value, n, author);
    return new KvResult.Counted(entry, sum);
  }

  private KvResult stored(
      Bucket bucket, Row row, Entry entry, byte @Nullable [] value, int n, String author) {
    boolean created = row.entry == null;
    bucket.revision = entry.revision();
    batch.put(bucket, row, entry, value, n, author);
    return new KvResult.Stored(entry, created);
  }

  /** The entry that follows on what stands at a key; it never ends. */
  private Entry next(Bucket bucket, Row row, long revision, int size, String contentType) {
    Entry old = row.entry;
    return new Entry(
        bucket.name,
        row.address.key(),
        revision,
        old == null ? 1 : old.version() + 1,
        size,
        contentType,
        old == null ? batch.now() : old.createdAt(),
        batch.now(),
        null);
  }

  private @Nullable Instant end(@Nullable Duration ttl) {
    return ttl == null ? null : batch.now().plus(ttl);
  }

  private KvResult decide(Bucket bucket, KvTransaction transaction) {
    boolean holds = transaction.compares().stream().allMatch(compare -> holds(bucket, compare));
    List<Step> steps = holds ? transaction.then() : transaction.otherwise();
    Map<String, Row> rows = new LinkedHashMap<>();
    steps.forEach(step -> rows.computeIfAbsent(step.key(), key -> batch.row(bucket, key)));
    KvBatch.Mark mark = batch.mark(bucket, rows.values());
    boolean existed = bucket.exists;
    long revision = bucket.revision + 1;
    int left = changes(steps, rows);
    List<@Nullable Object> results = new ArrayList<>(steps.size());
    for (Step step : steps) {
      Row row = Objects.requireNonNull(rows.get(step.key()));
      Action write = step.write();
      if (write == null) {
        results.add(row.entry == null ? null : row.entry.withValue(value(row)));
        continue;
      }
      KvResult result = apply(bucket, row, write, revision, left - 1, transaction.author());
      if (result instanceof KvResult.Refused) {
        batch.undo(mark);
        bucket.exists = existed;
        return result;
      }
      left -= result instanceof KvResult.Missing ? 0 : 1;
      results.add(
          result instanceof KvResult.Stored stored
              ? stored.entry()
              : new KvResult.Removal(result instanceof KvResult.Deleted));
    }
    return new KvResult.Transacted(holds, bucket.revision, results);
  }

  /** How many of the steps change something: a key is written once at most. */
  private static int changes(List<Step> steps, Map<String, Row> rows) {
    int changes = 0;
    for (Step step : steps) {
      boolean nothing =
          step.write() == null
              || (step.write() instanceof KvWrite.Delete
                  && Objects.requireNonNull(rows.get(step.key())).entry == null);
      changes += nothing ? 0 : 1;
    }
    return changes;
  }

  private boolean holds(Bucket bucket, Compare compare) {
    Row row = batch.row(bucket, compare.key());
    Entry entry = row.entry;
    long revision = entry == null ? 0 : entry.revision();
    long version = entry == null ? 0 : entry.version();
    return (compare.revision() == null || compare.revision() == revision)
        && (compare.version() == null || compare.version() == version)
        && (compare.exists() == null || compare.exists() == (entry != null))
        && (compare.value() == null
            || (entry != null && Arrays.equals(compare.value(), value(row))));
  }

  private static byte[] value(Row row) {
    return Objects.requireNonNull(row.value, "the value was not read");
  }
}
