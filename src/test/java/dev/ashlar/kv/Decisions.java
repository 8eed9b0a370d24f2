package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.kv.KvBatch.Address;
import dev.ashlar.kv.KvBatch.Bucket;
import dev.ashlar.kv.KvBatch.Row;
import dev.ashlar.kv.KvTransaction.Compare;
import dev.ashlar.kv.KvTransaction.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One bucket at revision 9, and what a batch makes of it. */
final class Decisions {
  static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
  private static final int ID = 7;
  private static final long REVISION = 9;

  private final Map<Address, Row> rows = new HashMap<>();
  private KvConfig config = KvConfig.NONE;
  private @Nullable Bucket bucket;
  private @Nullable KvBatch batch;

  /** The settings of the bucket; to be said before anything is decided. */
  Decisions with(KvConfig settings) {
    config = settings;
    return this;
  }

  /** A key that stands in the table; to be said before anything is decided. */
  Decisions stands(String key, long revision, String value, @Nullable Instant expiresAt) {
    Address address = new Address(ID, key);
    byte[] bytes = value.getBytes(UTF_8);
    Entry entry =
        new Entry("bucket", key, revision, 3, bytes.length, "a/b", BEFORE, BEFORE, expiresAt);
    rows.put(address, new Row(address, entry, bytes));
    return this;
  }

  KvResult decide(KvCommand command) {
    return new KvDecider(batch()).decide(command);
  }

  KvResult decide(String key, KvWrite.Action action) {
    return decide(new KvWrite("bucket", key, action, null, "tester"));
  }

  KvResult.Transacted transacted(List<Compare> ifs, List<Step> then, List<Step> otherwise) {
    KvResult result = decide(new KvTransaction("bucket", ifs, then, otherwise, "tester"));
    assertThat(result).isInstanceOf(KvResult.Transacted.class);
    return (KvResult.Transacted) result;
  }

  KvBatch batch() {
    if (batch == null) {
      long bytes = rows.values().stream().mapToLong(row -> entry(row).size()).sum();
      Bucket made = new Bucket(ID, "bucket", config, true, REVISION, totals(rows.size(), bytes));
      bucket = made;
      batch = new KvBatch(new HashMap<>(Map.of("bucket", made)), rows, NOW);
    }
    return batch;
  }

  Bucket bucket() {
    KvBatch unused = batch();
    return Objects.requireNonNull(bucket);
  }

  /** The changes as {@code 10-1 put key}. */
  List<String> changes() {
    return batch().changes().stream()
        .map(c -> new KvPosition(c.revision(), c.n()) + " " + c.event().lowerCase() + " " + c.key())
        .toList();
  }

  /** What a key holds after all that was decided; null when it is absent. */
  @Nullable String value(String key) {
    Row row = batch().row(bucket(), key);
    return row.entry == null ? null : new String(Objects.requireNonNull(row.value), UTF_8);
  }

  static KvWrite.Put put(String value) {
    return new KvWrite.Put(value.getBytes(UTF_8), "a/b", null);
  }

  static KvWrite.Put put(String value, Duration ttl) {
    return new KvWrite.Put(value.getBytes(UTF_8), "a/b", ttl);
  }

  static Step write(String key, String value) {
    return new Step(key, put(value));
  }

  static Step delete(String key) {
    return new Step(key, new KvWrite.Delete());
  }

  static Step get(String key) {
    return new Step(key, null);
  }

  static Entry entry(Row row) {
    return Objects.requireNonNull(row.entry);
  }

  private static long[] totals(long keys, long bytes) {
    return new long[] {keys, bytes};
  }
}
