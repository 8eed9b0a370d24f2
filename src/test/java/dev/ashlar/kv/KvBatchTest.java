package dev.ashlar.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ashlar.kv.KvBatch.Address;
import dev.ashlar.kv.KvBatch.Bucket;
import dev.ashlar.kv.KvBatch.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KvBatchTest {
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
  private static final int ID = 7;

  private final Map<Address, Row> rows = new HashMap<>();

  @Test
  void theFirstWriteCreatesAndTheNextOneReplaces() {
    KvBatch batch = batch(41);

    KvResult.Stored first = stored(decide(batch, put("a", "one", null, null)));
    KvResult.Stored second = stored(decide(batch, put("a", "three", null, null)));

    assertThat(first.created()).isTrue();
    assertThat(first.entry()).isEqualTo(entry("a", 42, 1, 3, NOW, NOW, null));
    assertThat(second.created()).isFalse();
    assertThat(second.entry()).isEqualTo(entry("a", 43, 2, 5, NOW, NOW, null));
    assertThat(batch.changed()).singleElement().satisfies(r -> assertThat(r.value).hasSize(5));
    assertTotals(batch, 43, 1, 5);
  }

  @Test
  void replacingKeepsTheTimeOfCreationAndCountsOn() {
    stands("a", 5, 3, 10, null);

    KvResult.Stored result = stored(decide(batch(9), put("a", "xx", null, null)));

    assertThat(result.entry()).isEqualTo(entry("a", 10, 4, 2, BEFORE, NOW, null));
  }

  @Test
  void deletingTakesARevisionAndCreatingAgainStartsAtVersionOne() {
    stands("a", 5, 3, 10, null);
    KvBatch batch = batch(9);

    assertThat(decide(batch, delete("a", null))).isEqualTo(new KvResult.Deleted(10));
    assertThat(decide(batch, delete("a", null))).isEqualTo(new KvResult.Missing(true));
    assertThat(stored(decide(batch, put("a", "x", null, null))).entry())
        .isEqualTo(entry("a", 11, 1, 1, NOW, NOW, null));
    assertTotals(batch, 11, 0, -9);
  }

  @Test
  void aConditionThatDoesNotHoldChangesNothing() {
    stands("a", 5, 3, 10, null);
    KvBatch batch = batch(9);

    assertThat(decide(batch, put("a", "x", null, 4L))).isEqualTo(new KvResult.Mismatch(5));
    assertThat(decide(batch, put("a", "x", null, KvWrite.ABSENT)))
        .isEqualTo(new KvResult.Mismatch(5));
    assertThat(decide(batch, delete("a", 6L))).isEqualTo(new KvResult.Mismatch(5));
    assertThat(decide(batch, put("b", "x", null, 5L))).isEqualTo(new KvResult.Mismatch(0));
    assertThat(decide(batch, delete("b", 5L))).isEqualTo(new KvResult.Mismatch(0));
    assertThat(batch.changed()).isEmpty();
    assertThat(batch.buckets()).isEmpty();
  }

  @Test
  void aConditionSeesTheWritesBeforeItInTheBatch() {
    KvBatch batch = batch(0);

    stored(decide(batch, put("a", "x", null, KvWrite.ABSENT)));

    assertThat(decide(batch, put("a", "y", null, KvWrite.ABSENT)))
        .isEqualTo(new KvResult.Mismatch(1));
    assertThat(stored(decide(batch, put("a", "y", null, 1L))).entry().revision()).isEqualTo(2);
    assertThat(decide(batch, delete("a", 2L))).isEqualTo(new KvResult.Deleted(3));
  }

  @Test
  void whatExpiredIsAbsentAndExpiresByAChangeOfItsOwn() {
    stands("a", 5, 3, 10, NOW);
    stands("b", 6, 1, 10, NOW.plusNanos(1));
    KvBatch batch = batch(9);

    assertThat(decide(batch, delete("a", null))).isEqualTo(new KvResult.Missing(true));
    assertThat(decide(batch, put("a", "x", null, 5L))).isEqualTo(new KvResult.Mismatch(0));
    assertThat(decide(batch, put("b", "x", null, KvWrite.ABSENT)))
        .isEqualTo(new KvResult.Mismatch(6));
    assertThat(stored(decide(batch, put("a", "xyz", null, KvWrite.ABSENT))).entry())
        .isEqualTo(entry("a", 11, 1, 3, NOW, NOW, null));
    assertThat(batch.changes())
        .extracting(KvBatch.Change::event, KvBatch.Change::revision)
        .containsExactly(tuple(KvBatch.Event.EXPIRE, 10L), tuple(KvBatch.Event.PUT, 11L));
    assertTotals(batch, 11, 0, -7);
  }

  @Test
  void aTimeToLiveCountsFromTheDatabasesClockAndEndsWithTheNextWrite() {
    KvBatch batch = batch(0);

    assertThat(
            stored(decide(batch, put("a", "x", Duration.ofSeconds(30), null))).entry().expiresAt())
        .isEqualTo(NOW.plusSeconds(30));
    assertThat(stored(decide(batch, put("a", "x", null, null))).entry().expiresAt()).isNull();
  }

  @Test
  void withoutABucketThereIsNothing() {
    KvBatch batch = new KvBatch(new HashMap<>(), Map.of(), NOW);

    assertThat(decide(batch, delete("a", null))).isEqualTo(new KvResult.Missing(false));
    assertThat(decide(batch, put("a", "x", null, 3L))).isEqualTo(new KvResult.Mismatch(0));
    assertThat(decide(batch, delete("a", 3L))).isEqualTo(new KvResult.Mismatch(0));
  }

  private KvBatch batch(long revision) {
    return new KvBatch(new HashMap<>(Map.of("bucket", bucket(revision))), rows, NOW);
  }

  private static Bucket bucket(long revision) {
    return new Bucket(ID, "bucket", KvConfig.NONE, true, revision, new long[2]);
  }

  private static KvResult decide(KvBatch batch, KvCommand command) {
    return new KvDecider(batch).decide(command);
  }

  private void stands(
      String key, long revision, long version, int size, @Nullable Instant expiresAt) {
    Address address = new Address(ID, key);
    rows.put(
        address,
        new Row(address, entry(key, revision, version, size, BEFORE, BEFORE, expiresAt), null));
  }

  private static Entry entry(
      String key,
      long revision,
      long version,
      int size,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant expiresAt) {
    return new Entry(
        "bucket", key, revision, version, size, "a/b", createdAt, updatedAt, expiresAt);
  }

  private static KvWrite put(
      String key, String value, @Nullable Duration ttl, @Nullable Long expected) {
    byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return KvWrite.put("bucket", key, new KvWrite.Put(bytes, "a/b", ttl), expected, "tester");
  }

  private static KvWrite delete(String key, @Nullable Long expected) {
    return KvWrite.delete("bucket", key, expected, "tester");
  }

  private static KvResult.Stored stored(KvResult result) {
    assertThat(result).isInstanceOf(KvResult.Stored.class);
    return (KvResult.Stored) result;
  }

  private static void assertTotals(KvBatch batch, long revision, long keys, long bytes) {
    assertThat(batch.buckets())
        .singleElement()
        .satisfies(
            b -> {
              assertThat(b.revision).isEqualTo(revision);
              assertThat(b.keysAdded).isEqualTo(keys);
              assertThat(b.bytesAdded).isEqualTo(bytes);
            });
  }
}
