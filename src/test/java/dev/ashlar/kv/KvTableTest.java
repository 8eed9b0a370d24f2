package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Writes on a real PostgreSQL. */
class KvTableTest {
  private static final KvDatabase DATABASE = new KvDatabase();

  @Test
  void theFirstWriteMakesTheBucketAndEveryChangeTakesTheNextRevision() {
    DATABASE.put("first", "a", bytes("1"));
    DATABASE.put("first", "b", bytes("22"));
    DATABASE.put("first", "a", bytes("333"));
    KvResult deleted = DATABASE.write(KvWrite.delete("first", "b", null, KvDatabase.AUTHOR));

    assertThat(deleted).isEqualTo(new KvResult.Deleted(4));
    assertThat(totals("first")).containsExactly(4, 1, 3);
  }

  @Test
  void whatIsRefusedLeavesNoTrace() {
    assertThat(DATABASE.write(KvWrite.delete("refused", "a", null, KvDatabase.AUTHOR)))
        .isEqualTo(new KvResult.Missing(false));
    assertThat(
            DATABASE.write(
                KvWrite.put(
                    "refused",
                    "a",
                    new KvWrite.Put(bytes("x"), "a/b", null),
                    3L,
                    KvDatabase.AUTHOR)))
        .isEqualTo(new KvResult.Mismatch(0));

    assertThat(DATABASE.bucketId("refused")).isEmpty();
  }

  @Test
  void oneBatchMayHoldAnythingForManyBucketsAndTheSameKeyTwice() {
    DATABASE.put("mix-1", "old", bytes("old"));
    List<KvWrite> writes = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      writes.add(put("mix-" + i % 3, "k" + i % 100, "v" + i));
    }
    writes.add(KvWrite.delete("mix-1", "old", 1L, KvDatabase.AUTHOR));
    writes.add(KvWrite.delete("mix-2", "none", null, KvDatabase.AUTHOR));
    writes.add(put("mix-1", "old", "new"));

    List<KvResult> results = DATABASE.write(writes);

    assertThat(results.subList(500, 503))
        .satisfiesExactly(
            r -> assertThat(r).isEqualTo(new KvResult.Deleted(169)),
            r -> assertThat(r).isEqualTo(new KvResult.Missing(true)),
            r -> assertThat(((KvResult.Stored) r).entry().revision()).isEqualTo(170));
    assertThat(DATABASE.read("mix-1", "old"))
        .isInstanceOfSatisfying(
            KvQueries.Found.Value.class,
            v -> {
              assertThat(v.value()).isEqualTo(bytes("new"));
              assertThat(v.entry().version()).isEqualTo(1);
            });
    for (int i = 0; i < 3; i++) {
      assertExact("mix-" + i);
    }
  }

  @Test
  void replacingKeepsTheTimeOfCreationToTheMicrosecond() {
    Entry first = DATABASE.put("times", "a", bytes("1")).entry();
    Entry second = DATABASE.put("times", "a", bytes("2")).entry();

    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(second.updatedAt()).isAfter(first.updatedAt());
    assertThat(DATABASE.read("times", "a"))
        .isInstanceOfSatisfying(
            KvQueries.Found.Value.class, v -> assertThat(v.entry()).isEqualTo(second));
  }

  @Test
  void whatExpiredCanBeCreatedAgain() {
    DATABASE.putFor("expiry", "a", Duration.ofDays(1));
    DATABASE.execute(
        "UPDATE ashlar_kv.entry SET expires_at = clock_timestamp() WHERE key = 'a' AND bucket_id ="
            + " (SELECT id FROM ashlar_kv.bucket WHERE name = 'expiry')");

    assertThat(DATABASE.write(KvWrite.delete("expiry", "a", null, KvDatabase.AUTHOR)))
        .isEqualTo(new KvResult.Missing(true));
    KvResult.Stored again = DATABASE.put("expiry", "a", bytes("new"));

    assertThat(again.created()).isTrue();
    assertThat(again.entry().version()).isEqualTo(1);
    assertThat(again.entry().expiresAt()).isNull();
    assertExact("expiry");
  }

  @Test
  void writersOfManyBucketsAtOnceNeitherDeadlockNorLoseARevision() {
    int writers = 8;
    int rounds = 30;
    List<CompletableFuture<Void>> running =
        IntStream.range(0, writers)
            .mapToObj(w -> CompletableFuture.runAsync(() -> crossWrite(w, rounds)))
            .toList();
    running.forEach(CompletableFuture::join);

    for (int bucket = 0; bucket < 4; bucket++) {
      String name = "cross-" + bucket;
      assertThat(totals(name)).containsExactly(2 * writers * rounds, writers * rounds, 480);
      assertExact(name);
      assertThat(
              DATABASE.number(
                  "SELECT count(DISTINCT e.revision) FROM ashlar_kv.entry e"
                      + " JOIN ashlar_kv.bucket b ON b.id = e.bucket_id WHERE b.name = '"
                      + name
                      + "'"))
          .isEqualTo((long) writers * rounds);
    }
  }

  private static void crossWrite(int writer, int rounds) {
    for (int round = 0; round < rounds; round++) {
      List<KvWrite> writes = new ArrayList<>();
      for (int b = 0; b < 4; b++) {
        int bucket = writer % 2 == 0 ? b : 3 - b;
        String key = "w" + writer + "-" + round;
        writes.add(put("cross-" + bucket, key, "1"));
        writes.add(put("cross-" + bucket, key, "22"));
      }
      DATABASE.write(writes);
    }
  }

  private static KvWrite put(String bucket, String key, String value) {
    return KvDatabase.put(bucket, key, bytes(value), null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Revision, keys and bytes as the bucket has them. */
  private static List<Integer> totals(String bucket) {
    return List.of("revision", "keys", "bytes").stream()
        .map(
            column ->
                (int)
                    DATABASE.number(
                        "SELECT "
                            + column
                            + " FROM ashlar_kv.bucket WHERE name = '"
                            + bucket
                            + "'"))
        .toList();
  }

  /** The totals of a bucket are those of its rows. */
  private static void assertExact(String bucket) {
    assertThat(
            DATABASE.number(
                """
                SELECT count(*) FROM ashlar_kv.bucket b
                WHERE b.name = '%s'
                    AND keys = (SELECT count(*) FROM ashlar_kv.entry WHERE bucket_id = b.id)
                    AND bytes = (SELECT sum(length(value)) FROM ashlar_kv.entry
                        WHERE bucket_id = b.id)
                    AND bytes = (SELECT sum(size) FROM ashlar_kv.entry WHERE bucket_id = b.id)
                """
                    .formatted(bucket)))
        .as("exact totals of %s", bucket)
        .isEqualTo(1);
  }
}
