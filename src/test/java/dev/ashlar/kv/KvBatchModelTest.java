package dev.ashlar.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.kv.KvBatch.Address;
import dev.ashlar.kv.KvBatch.Bucket;
import dev.ashlar.kv.KvBatch.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/** Random writes in random batches do what a plain map, one write after the other, does. */
class KvBatchModelTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String BUCKET = "bucket";
  private static final int ID = 1;

  /** A write; the condition is chosen by how far it is from the revision that stands. */
  record Step(char key, int size, boolean delete, int ttlSeconds, Condition condition) {}

  enum Condition {
    NONE,
    CURRENT,
    ABSENT,
    STALE
  }

  /** A key in the model. */
  record Known(long revision, long version, int size, Instant createdAt, @Nullable Instant end) {}

  private final Map<Character, Known> model = new TreeMap<>();
  private long revision;

  /** One instance serves all tries. */
  @BeforeTry
  void clear() {
    model.clear();
    revision = 0;
  }

  @Property
  void batchesDoWhatAMapDoes(@ForAll("histories") List<List<Step>> history) {
    Map<Address, Row> table = new HashMap<>();
    long storedRevision = 0;
    long keys = 0;
    long bytes = 0;
    Instant now = START;
    for (List<Step> steps : history) {
      now = now.plusSeconds(1);
      Bucket bucket =
          new Bucket(ID, BUCKET, KvConfig.NONE, true, storedRevision, new long[] {keys, bytes});
      KvBatch batch = new KvBatch(new HashMap<>(Map.of(BUCKET, bucket)), table, now);
      for (Step step : steps) {
        KvWrite write = write(step, now);
        assertThat(new KvDecider(batch).decide(write)).isEqualTo(expected(step, write, now));
      }
      for (Row row : batch.changed()) {
        table.remove(row.address);
        if (row.entry != null) {
          table.put(row.address, new Row(row.address, row.entry, row.value));
        }
      }
      storedRevision = bucket.revision;
      keys += bucket.keysAdded;
      bytes += bucket.bytesAdded;
      assertThat(storedRevision).isEqualTo(revision);
      assertThat(keys).isEqualTo(table.size());
      assertThat(bytes).isEqualTo(table.values().stream().mapToLong(KvBatchModelTest::size).sum());
    }
  }

  @Provide
  Arbitrary<List<List<Step>>> histories() {
    return Combinators.combine(
            Arbitraries.chars().range('a', 'd'),
            Arbitraries.integers().between(0, 50),
            Arbitraries.of(true, false, false),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(Condition.class))
        .as(Step::new)
        .list()
        .ofMaxSize(12)
        .list()
        .ofMaxSize(12)
        .withoutEdgeCases();
  }

  private KvWrite write(Step step, Instant now) {
    Known known = alive(step.key, now);
    Long expected =
        switch (step.condition) {
          case NONE -> null;
          case CURRENT -> known == null ? KvWrite.ABSENT : Long.valueOf(known.revision);
          case ABSENT -> Long.valueOf(KvWrite.ABSENT);
          case STALE -> Long.valueOf(known == null ? 1_000_000 : known.revision + 1);
        };
    String key = String.valueOf(step.key);
    return step.delete
        ? KvWrite.delete(BUCKET, key, expected, "tester")
        : KvWrite.put(
            BUCKET,
            key,
            new KvWrite.Put(
                new byte[step.size],
                "a/b",
                step.ttlSeconds == 0 ? null : Duration.ofSeconds(step.ttlSeconds)),
            expected,
            "tester");
  }

  private KvResult expected(Step step, KvWrite write, Instant now) {
    Known known = alive(step.key, now);
    if (known == null && model.remove(step.key) != null) {
      revision++; // it expires by a change of its own
    }
    long stands = known == null ? 0 : known.revision;
    if (write.expectedRevision() != null && write.expectedRevision() != stands) {
      return new KvResult.Mismatch(stands);
    }
    if (step.delete) {
      if (known == null) {
        return new KvResult.Missing(true);
      }
      model.remove(step.key);
      return new KvResult.Deleted(++revision);
    }
    Known next =
        new Known(
            ++revision,
            known == null ? 1 : known.version + 1,
            step.size,
            known == null ? now : known.createdAt,
            step.ttlSeconds == 0 ? null : now.plusSeconds(step.ttlSeconds));
    model.put(step.key, next);
    return new KvResult.Stored(
        new Entry(
            BUCKET,
            write.key(),
            next.revision,
            next.version,
            next.size,
            "a/b",
            next.createdAt,
            now,
            next.end),
        known == null);
  }

  private @Nullable Known alive(char key, Instant now) {
    Known known = model.get(key);
    return known != null && known.end != null && !now.isBefore(known.end) ? null : known;
  }

  private static int size(Row row) {
    return row.entry == null ? 0 : row.entry.size();
  }
}
