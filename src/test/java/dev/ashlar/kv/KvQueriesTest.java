package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvQueries.Wanted;
import dev.ashlar.kv.KvRangeQuery.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Reads on a real PostgreSQL. */
class KvQueriesTest {
  private static final KvDatabase DATABASE = new KvDatabase();
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @Provide
  Arbitrary<Set<String>> keySets() {
    return Arbitraries.oneOf(Keys.any(), Keys.texts(1, 4)).set().ofMaxSize(20).withoutEdgeCases();
  }

  @Provide
  Arbitrary<String> prefixes() {
    return Keys.texts(0, 2);
  }

  @Property(tries = 40)
  void listsAreInTheOrderOfBytesAndPagesMissNothing(
      @ForAll("keySets") Set<String> keys,
      @ForAll("prefixes") String prefix,
      @ForAll @IntRange(min = 1, max = 7) int limit) {
    String bucket = "list-" + BUCKETS.incrementAndGet();
    DATABASE.put(bucket, prefix + "x", new byte[0]);
    DATABASE.write(keys.stream().map(k -> put(bucket, k)).toList());
    List<String> expected = new ArrayList<>(keys);
    expected.remove(prefix + "x");
    expected.add(prefix + "x");
    expected.removeIf(key -> !key.startsWith(prefix));
    expected.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));

    List<String> read = new ArrayList<>();
    List<String> page = DATABASE.keys(bucket, prefix, "", limit);
    while (!page.isEmpty()) {
      read.addAll(page);
      assertThat(read).as("a page again").hasSizeLessThanOrEqualTo(expected.size());
      page = DATABASE.keys(bucket, prefix, page.get(page.size() - 1), limit);
    }

    assertThat(read).isEqualTo(expected);
  }

  @Property(tries = 100)
  void anyValueUnderAnyKeyComesBackTheSame(@ForAll("anyKeys") String key, @ForAll byte[] value) {
    Entry stored = DATABASE.put("values", key, value).entry();

    assertThat(DATABASE.read("values", key))
        .isInstanceOfSatisfying(
            Found.Value.class,
            found -> {
              assertThat(found.value()).isEqualTo(value);
              assertThat(found.entry()).isEqualTo(stored);
            });
  }

  @Provide
  Arbitrary<String> anyKeys() {
    return Keys.any();
  }

  @Test
  void manyReadsAreAnsweredInTheOrderInWhichTheyWereAsked() {
    DATABASE.put("order", "a", new byte[1]);
    DATABASE.put("order", "b", new byte[2]);

    List<Found> found =
        DATABASE.read(
            List.of(
                new Wanted("order", "b"),
                new Wanted("order", "none"),
                new Wanted("no-bucket", "a"),
                new Wanted("order", "a"),
                new Wanted("order", "b")),
            1_000);

    assertThat(found.stream().map(KvQueriesTest::shown))
        .containsExactly("b:2", "NoKey[]", "NoBucket[]", "a:1", "b:2");
  }

  @Test
  void aLargeValueIsLeftOutButItsEntryIsNot() {
    DATABASE.put("large", "a", new byte[100]);

    assertThat(DATABASE.read(List.of(new Wanted("large", "a")), 100).get(0))
        .isInstanceOfSatisfying(Found.Value.class, v -> assertThat(v.value()).hasSize(100));
    assertThat(DATABASE.read(List.of(new Wanted("large", "a")), 99).get(0))
        .isInstanceOfSatisfying(
            Found.Value.class,
            v -> {
              assertThat(v.value()).isNull();
              assertThat(v.entry().size()).isEqualTo(100);
            });
  }

  @Test
  void whatExpiredIsNeitherReadNorListed() {
    DATABASE.putFor("expired", "a", Duration.ofDays(1));
    DATABASE.putFor("expired", "b", Duration.ofDays(1));
    DATABASE.execute(
        "UPDATE ashlar_kv.entry e SET expires_at = clock_timestamp() FROM ashlar_kv.bucket b"
            + " WHERE b.id = e.bucket_id AND b.name = 'expired' AND e.key = 'a'");

    assertThat(DATABASE.read("expired", "a")).isInstanceOf(Found.NoKey.class);
    assertThat(DATABASE.read("expired", "b")).isInstanceOf(Found.Value.class);
    assertThat(DATABASE.keys("expired", "", "", 10)).containsExactly("b");
  }

  /** A replica's clock says nothing: it is read by that of the primary. */
  @Test
  void byAnotherClockOtherKeysHaveExpired() {
    Entry stored = DATABASE.putFor("clock", "a", Duration.ofDays(1)).entry();
    Instant end = Objects.requireNonNull(stored.expiresAt());

    assertThat(readBy(end)).isInstanceOf(Found.NoKey.class);
    assertThat(readBy(end.minusMillis(1)))
        .isInstanceOfSatisfying(
            Found.Value.class, v -> assertThat(v.at()).isEqualTo(end.minusMillis(1)));
    DATABASE.execute(
        "UPDATE ashlar_kv.entry e SET expires_at = clock_timestamp() FROM ashlar_kv.bucket b"
            + " WHERE b.id = e.bucket_id AND b.name = 'clock'");
    assertThat(readBy(Instant.EPOCH)).isInstanceOf(Found.Value.class);
  }

  private static Found readBy(Instant clock) {
    List<Wanted> wanted = List.of(new Wanted("clock", "a"));
    return DATABASE.inTransaction(c -> new KvQueries(c).read(wanted, 100, clock)).get(0);
  }

  @Test
  void aListHasValuesUntilItsBytesAreUsedUp() {
    for (String key : List.of("a", "b", "c")) {
      DATABASE.put("budget", key, new byte[10]);
    }

    List<Listed> listed = DATABASE.list("budget", part(15), null);
    List<Listed> without = DATABASE.list("budget", part(0), null);

    assertThat(listed).extracting(Listed::bytesBefore).containsExactly(0L, 10L, 20L);
    assertThat(listed).extracting(l -> l.value() != null).containsExactly(true, true, false);
    assertThat(without).hasSize(3).allSatisfy(l -> assertThat(l.value()).isNull());
  }

  private static KvRangeQuery.Part part(long budget) {
    return new KvRangeQuery.Part(KvRange.ofPrefix(""), null, false, 10, budget);
  }

  private static KvWrite put(String bucket, String key) {
    return KvDatabase.put(bucket, key, new byte[0], null);
  }

  private static String shown(Found found) {
    return found instanceof Found.Value value
        ? value.entry().key() + ":" + value.entry().size()
        : found.toString();
  }
}
