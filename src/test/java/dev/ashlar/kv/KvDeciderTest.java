package dev.ashlar.kv;

import static dev.ashlar.kv.Decisions.NOW;
import static dev.ashlar.kv.Decisions.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What increments, new ends and limits decide. */
class KvDeciderTest {
  private static final Instant LATER = NOW.plusSeconds(60);

  private final Decisions bucket = new Decisions();

  @Test
  void manyIncrementsOfOneKeyAreOneRow() {
    for (int i = 1; i <= 100; i++) {
      KvResult.Counted counted = counted(increment("0.1", null));
      assertThat(counted.entry().revision()).isEqualTo(9 + i);
      assertThat(counted.entry().version()).isEqualTo(i);
    }

    assertThat(bucket.value("n")).isEqualTo("10.0");
    assertThat(bucket.batch().changed()).hasSize(1);
    assertThat(bucket.batch().changes()).hasSize(100);
    assertThat(bucket.bucket().bytesAdded).isEqualTo(4);
  }

  @Test
  void anIncrementKeepsWhatTheKeyIs() {
    bucket.stands("n", 5, "41", LATER);

    Entry kept = counted(increment("1", null)).entry();
    assertThat(kept.expiresAt()).isEqualTo(LATER);
    assertThat(kept.contentType()).isEqualTo("a/b");
    assertThat(kept.version()).isEqualTo(4);
    assertThat(kept.createdAt()).isEqualTo(Decisions.BEFORE);
    assertThat(counted(increment("1", Duration.ofHours(1))).entry().expiresAt())
        .isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(bucket.value("n")).isEqualTo("43");
  }

  @Test
  void whatIsNoNumberStays() {
    bucket.stands("n", 5, "one", null);

    assertThat(increment("1", null)).isEqualTo(KvNumbers.REFUSED);
    assertThat(bucket.value("n")).isEqualTo("one");
    assertThat(bucket.batch().buckets()).isEmpty();
  }

  @Test
  void anExpiredCounterBeginsAgain() {
    bucket.stands("n", 5, "41", NOW);

    assertThat(counted(increment("1", null)).value()).isEqualByComparingTo("1");
    assertThat(bucket.changes()).containsExactly("10 expire n", "11 put n");
  }

  @Test
  void prolongingChangesTheEndAndNothingElse() {
    bucket.stands("a", 5, "one", LATER);

    Entry longer = stored(bucket.decide("a", new KvWrite.Prolong(Duration.ofHours(1)))).entry();
    Entry forever = stored(bucket.decide("a", new KvWrite.Prolong(null))).entry();

    assertThat(longer.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(longer.revision()).isEqualTo(10);
    assertThat(longer.size()).isEqualTo(3);
    assertThat(forever.expiresAt()).isNull();
    assertThat(forever.version()).isEqualTo(5);
    assertThat(bucket.value("a")).isEqualTo("one");
    assertThat(bucket.batch().changed())
        .singleElement()
        .satisfies(row -> assertThat(row.valueStands).isTrue());
    assertThat(bucket.bucket().bytesAdded).isZero();
  }

  @Test
  void whatIsNotThereCannotBeProlonged() {
    bucket.stands("over", 5, "one", NOW);

    assertThat(bucket.decide("over", new KvWrite.Prolong(null)))
        .isEqualTo(new KvResult.Missing(true));
    assertThat(bucket.decide("none", new KvWrite.Prolong(null)))
        .isEqualTo(new KvResult.Missing(true));
  }

  @Test
  void onlyWhatIsOverExpires() {
    bucket.stands("now", 5, "x", NOW).stands("soon", 6, "x", NOW.plusNanos(1_000));
    bucket.stands("never", 7, "x", null);

    for (String key : new String[] {"now", "soon", "never", "none", "now"}) {
      KvResult unused = bucket.decide(KvWrite.expire("bucket", key));
    }

    assertThat(bucket.changes()).containsExactly("10 expire now");
  }

  @Test
  void theBucketsTimeToLiveIsForWritesThatDoNotSay() {
    bucket.with(new KvConfig(null, null, 60_000L, null, null, null)).stands("n", 5, "1", null);

    assertThat(stored(bucket.decide("a", put("x"))).entry().expiresAt()).isEqualTo(LATER);
    assertThat(stored(bucket.decide("a", put("x", Duration.ofHours(1)))).entry().expiresAt())
        .isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(counted(increment("1", null)).entry().expiresAt()).as("it stood").isNull();
    assertThat(
            ((KvResult.Counted) bucket.decide("new", new KvWrite.Increment(BigDecimal.ONE, null)))
                .entry()
                .expiresAt())
        .isEqualTo(LATER);
    assertThat(stored(bucket.decide("a", new KvWrite.Prolong(null))).entry().expiresAt())
        .as("for ever, if that is said")
        .isNull();
  }

  @Test
  void aQuotaOfKeysIsForNewOnes() {
    bucket.with(new KvConfig(null, null, null, null, 2L, null)).stands("a", 5, "x", null);

    assertThat(bucket.decide("b", put("y"))).isInstanceOf(KvResult.Stored.class);
    assertRefused(bucket.decide("c", put("z")), 409, "quota-exceeded");
    assertRefused(
        bucket.decide("c", new KvWrite.Increment(BigDecimal.ONE, null)), 409, "quota-exceeded");
    assertThat(bucket.decide("a", put("a longer one"))).isInstanceOf(KvResult.Stored.class);
    assertThat(bucket.decide("a", new KvWrite.Delete())).isInstanceOf(KvResult.Deleted.class);
    assertThat(bucket.decide("c", put("z"))).isInstanceOf(KvResult.Stored.class);
  }

  @Test
  void aQuotaOfBytesIsForWhatAddsToThem() {
    bucket.with(new KvConfig(null, null, null, null, null, 10L)).stands("a", 5, "12345678", null);

    assertRefused(bucket.decide("b", put("123")), 409, "quota-exceeded");
    assertThat(bucket.decide("b", put("12"))).isInstanceOf(KvResult.Stored.class);
    assertThat(bucket.decide("b", put(""))).isInstanceOf(KvResult.Stored.class);
    assertThat(bucket.decide("a", put("0123456789"))).isInstanceOf(KvResult.Stored.class);
    assertThat(bucket.decide("a", put("9876543210")))
        .as("full")
        .isInstanceOf(KvResult.Stored.class);
    assertRefused(bucket.decide("a", put("98765432101")), 409, "quota-exceeded");
    assertThat(bucket.decide("empty", put(""))).isInstanceOf(KvResult.Stored.class);
  }

  /** Settings may be made tighter than what stands. */
  @Test
  void whatIsOverItsQuotaMayStillShrink() {
    bucket.with(new KvConfig(null, null, null, null, 1L, 4L));
    bucket.stands("a", 5, "12345678", null).stands("b", 6, "12345678", null);

    assertThat(bucket.decide("a", put("1234567"))).isInstanceOf(KvResult.Stored.class);
    assertThat(bucket.decide("a", put("7654321"))).isInstanceOf(KvResult.Stored.class);
    assertRefused(bucket.decide("a", put("12345678")), 409, "quota-exceeded");
  }

  @Test
  void aLimitOfValuesIsForEveryOne() {
    bucket.with(new KvConfig(null, null, null, 2, null, null)).stands("a", 5, "123", null);

    assertRefused(bucket.decide("a", put("321")), 413, "payload-too-large");
    assertRefused(
        bucket.decide("n", new KvWrite.Increment(new BigDecimal(100), null)),
        413,
        "payload-too-large");
    assertThat(bucket.decide("a", put("12"))).isInstanceOf(KvResult.Stored.class);
  }

  private KvResult increment(String by, @Nullable Duration ttl) {
    return bucket.decide("n", new KvWrite.Increment(new BigDecimal(by), ttl));
  }

  private static KvResult.Counted counted(KvResult result) {
    assertThat(result).isInstanceOf(KvResult.Counted.class);
    return (KvResult.Counted) result;
  }

  private static KvResult.Stored stored(KvResult result) {
    assertThat(result).isInstanceOf(KvResult.Stored.class);
    return (KvResult.Stored) result;
  }

  private static void assertRefused(KvResult result, int status, String code) {
    assertThat(result)
        .isInstanceOfSatisfying(
            KvResult.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused.code()).isEqualTo(code);
            });
  }
}
