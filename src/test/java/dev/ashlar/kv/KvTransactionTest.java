package dev.ashlar.kv;

import static dev.ashlar.kv.Decisions.delete;
import static dev.ashlar.kv.Decisions.get;
import static dev.ashlar.kv.Decisions.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.kv.KvTransaction.Compare;
import dev.ashlar.kv.KvTransaction.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a transaction decides. */
class KvTransactionTest {
  private static final KvConfig TWO_KEYS = new KvConfig(null, null, null, null, 2L, null);

  private final Decisions bucket = new Decisions();

  @ParameterizedTest
  @CsvSource({
    "a, 5, , , , true",
    "a, 4, , , , false",
    "none, 0, , , , true",
    "none, 1, , , , false",
    "a, , 3, , , true",
    "a, , 2, , , false",
    "none, , 0, , , true",
    "a, , , true, , true",
    "a, , , false, , false",
    "none, , , false, , true",
    "none, , , true, , false",
    "a, , , , one, true",
    "a, , , , One, false",
    "none, , , , '', false",
    "empty, , , , '', true",
    "a, 5, 3, true, one, true",
    "a, 5, 3, true, two, false",
    "over, , , false, , true",
    "over, 0, 0, , , true",
    "over, , , , old, false"
  })
  void comparesHoldOrNot(
      String key,
      @Nullable Long revision,
      @Nullable Long version,
      @Nullable Boolean exists,
      @Nullable String value,
      boolean holds) {
    bucket.stands("a", 5, "one", null).stands("empty", 6, "", null);
    bucket.stands("over", 7, "old", Decisions.NOW);
    byte[] bytes = value == null ? null : value.getBytes(UTF_8);

    KvResult.Transacted result =
        bucket.transacted(
            List.of(new Compare(key, revision, version, exists, bytes)),
            List.of(write("then", "x")),
            List.of(write("else", "x")));

    assertThat(result.succeeded()).isEqualTo(holds);
    assertThat(bucket.value("then")).isEqualTo(holds ? "x" : null);
    assertThat(bucket.value("else")).isEqualTo(holds ? null : "x");
  }

  @Test
  void oneCompareThatFailsIsEnough() {
    bucket.stands("a", 5, "one", null);
    Compare right = new Compare("a", 5L, null, null, null);
    Compare wrong = new Compare("b", null, null, true, null);

    assertThat(bucket.transacted(List.of(right, wrong), List.of(), List.of()).succeeded())
        .isFalse();
    assertThat(bucket.transacted(List.of(right, right), List.of(), List.of()).succeeded()).isTrue();
    assertThat(bucket.transacted(List.of(), List.of(), List.of()).succeeded()).isTrue();
  }

  @Test
  void allWritesShareOneRevisionAndCountDownWhatFollows() {
    bucket.stands("a", 5, "one", null).stands("b", 6, "two", null);

    KvResult.Transacted result =
        transact(write("new", "1"), get("a"), delete("none"), delete("b"), write("a", "3"));

    assertThat(result.revision()).isEqualTo(10);
    assertThat(bucket.changes()).containsExactly("10-2 put new", "10-1 delete b", "10 put a");
    assertThat(bucket.bucket().revision).isEqualTo(10);
    assertThat(bucket.bucket().keysAdded).isZero();
    assertThat(bucket.bucket().bytesAdded).isEqualTo(1 - 3 + 1 - 3);
  }

  @Test
  void eachStepIsAnsweredAndSeesTheOnesBeforeIt() {
    bucket.stands("a", 5, "one", null);

    List<@Nullable Object> results =
        transact(get("a"), write("a", "two"), get("a"), delete("b"), get("b")).results();

    assertThat(results).hasSize(5);
    assertThat(((Entry) results.get(0)).value()).isEqualTo("one");
    assertThat(((Entry) results.get(1)).version()).isEqualTo(4);
    assertThat(((Entry) results.get(1)).value()).isNull();
    assertThat(((Entry) results.get(2)).value()).isEqualTo("two");
    assertThat(((Entry) results.get(2)).revision()).isEqualTo(10);
    assertThat(results.get(3)).isEqualTo(new KvResult.Removal(false));
    assertThat(results.get(4)).isNull();
  }

  @Test
  void whatOnlyReadsOrFindsNothingToDeleteTakesNoRevision() {
    bucket.stands("a", 5, "one", null);

    assertThat(transact(get("a"), delete("none")).revision()).isEqualTo(9);
    assertThat(bucket.batch().buckets()).isEmpty();
    assertThat(bucket.batch().changed()).isEmpty();
  }

  @Test
  void whatExpiredExpiresFirstByARevisionOfItsOwn() {
    bucket.stands("a", 5, "one", Decisions.NOW);

    KvResult.Transacted result = transact(write("b", "x"), write("a", "y"));

    assertThat(result.revision()).isEqualTo(11);
    assertThat(bucket.changes()).containsExactly("10 expire a", "11-1 put b", "11 put a");
    assertThat(((Entry) result.results().get(1)).version()).isEqualTo(1);
  }

  @Test
  void aRefusalUndoesAllOfItAndNothingElse() {
    bucket.with(TWO_KEYS).stands("a", 5, "one", null).stands("over", 6, "x", Decisions.NOW);
    bucket.decide("a", Decisions.put("two"));

    KvResult refused =
        bucket.decide(
            new KvTransaction(
                "bucket",
                List.of(),
                List.of(delete("a"), write("over", "1"), write("b", "2"), write("c", "3")),
                List.of(),
                "tester"));

    assertThat(refused)
        .isInstanceOfSatisfying(
            KvResult.Refused.class, r -> assertThat(r.code()).isEqualTo("quota-exceeded"));
    assertThat(bucket.changes()).containsExactly("10 put a", "11 expire over");
    assertThat(bucket.value("a")).isEqualTo("two");
    assertThat(bucket.value("b")).isNull();
    assertThat(bucket.value("over")).isNull();
    assertThat(bucket.bucket().keysAdded).isEqualTo(-1);
    assertThat(bucket.bucket().bytesAdded).isEqualTo(-1);
    assertThat(transact(write("a", "three")).revision()).isEqualTo(12);
    assertThat(bucket.batch().changed())
        .extracting(row -> row.address.key())
        .containsExactlyInAnyOrder("a", "over");
  }

  private KvResult.Transacted transact(Step... steps) {
    return bucket.transacted(List.of(), List.of(steps), List.of());
  }
}
