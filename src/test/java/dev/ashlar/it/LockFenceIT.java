package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Writes to the key-value store that are only to happen while a lock is held. */
class LockFenceIT {
  private final LockApi lock = LockApi.unique();
  private final KvBucketApi bucket = KvBucketApi.unique("fenced");

  @Test
  void whileItIsHeldWritesAreAccepted() {
    long token = LockApi.token(lock.hold("a"));

    write("one", token).expect(201);
    write("two", token).expect(200);
    bucket.transact("{'then':[{'put':{'key':'b','value':'x'}}]}", fence(token)).expect(200);
    bucket.api.delete(bucket.key("b"), fence(token)).expect(204);
    assertThat(bucket.value("k")).isEqualTo("two");
  }

  @Test
  void afterTheReleaseTheyAreRefused() {
    JsonNode held = lock.hold("a");
    write("one", LockApi.token(held)).expect(201);

    lock.release(held).expect(204);

    refused(LockApi.token(held));
  }

  @Test
  void afterTheExpiryTheyAreRefused() {
    JsonNode held = lock.hold("a", ",'ttl':'1s'");
    write("one", LockApi.token(held)).expect(201);

    LockApi.soon().until(() -> write("one", LockApi.token(held)).status() == 412);

    refused(LockApi.token(held));
  }

  @Test
  void afterABreakTheyAreRefused() {
    JsonNode held = lock.hold("a");
    write("one", LockApi.token(held)).expect(201);

    lock.breakUp(held, "").expect(204);

    refused(LockApi.token(held));
  }

  @Test
  void afterTheEndOfTheSessionTheyAreRefused() {
    LockSessionApi session = LockSessionApi.begin(lock.api, "a", "1h");
    JsonNode held = lock.hold("a", session.member());
    write("one", LockApi.token(held)).expect(201);

    session.end().expect(204);

    refused(LockApi.token(held));
  }

  @Test
  void anOlderTokenIsRefusedWhileANewerIsHeld() {
    JsonNode first = lock.hold("a");
    write("one", LockApi.token(first)).expect(201);
    lock.release(first).expect(204);
    JsonNode second = lock.hold("b");

    refused(LockApi.token(first));
    refused(LockApi.token(second) + 1);
    write("two", LockApi.token(second)).expect(200);
  }

  @Test
  void readersWriteUnderTheirOwnTokens() {
    long first = LockApi.token(lock.hold("a", ",'mode':'shared'"));
    long second = LockApi.token(lock.hold("b", ",'mode':'shared'"));

    write("one", first).expect(201);
    write("two", second).expect(200);
  }

  private void refused(long token) {
    write("late", token).expectProblem(412, "stale-lock-token");
    bucket
        .transact("{'then':[{'put':{'key':'k','value':'late'}}]}", fence(token))
        .expectProblem(412, "stale-lock-token");
    assertThat(bucket.value("k")).isEqualTo("one");
  }

  private Api.Answer write(String value, long token) {
    return bucket.api.put(bucket.key("k"), value, fence(token));
  }

  private String[] fence(long token) {
    return new String[] {"Ashlar-Lock", lock.name + "=" + token};
  }
}
