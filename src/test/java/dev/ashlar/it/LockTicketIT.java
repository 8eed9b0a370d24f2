package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Waiters whose connection breaks, and tickets, which keep a place without one. */
class LockTicketIT {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final String TICKET = ",'ticket':'t-1'";

  private final LockApi lock = LockApi.unique();

  @Test
  void whoIsGoneLeavesTheQueueWithinTwoSeconds() throws IOException {
    lock.hold("holder");
    Socket waiting = lock.waitForByHand("a", "");

    waiting.close();

    LockApi.within(TWO_SECONDS).until(() -> lock.waiters().isEmpty());
  }

  @Test
  void whatIsGrantedToOneWhoIsGoneIsGivenOnAtOnce() throws IOException {
    JsonNode held = lock.hold("holder");
    Socket gone = lock.waitForByHand("gone", "");
    var next = lock.waitFor("next", "");
    gone.close();

    lock.release(held).expect(204);

    LockApi.within(Duration.ofSeconds(1)).until(next::isDone);
    LockApi.granted(next);
    assertThat(lock.holders()).containsExactly("next");
  }

  @Test
  void aTicketKeepsThePlaceAfterTheWaitRanOut() {
    JsonNode held = lock.hold("holder");
    lock.acquire("{'owner':'a','wait':'200ms'" + TICKET + "}").expectProblem(409, "lock-held");
    var second = lock.waitFor("b", "");

    var first = lock.waitFor("a", TICKET);

    assertThat(lock.waiters()).containsExactly("a", "b");
    lock.release(held).expect(204);
    LockApi.granted(first);
    assertThat(second).isNotDone();
  }

  @Test
  void aTicketKeepsThePlaceAfterTheConnectionBroke() throws IOException {
    JsonNode held = lock.hold("holder");
    Socket broken = lock.waitForByHand("a", TICKET);
    var second = lock.waitFor("b", "");
    broken.close();

    var first = lock.acquireLater("{'owner':'a','wait':'60s'" + TICKET + "}");
    LockApi.soon().until(() -> lock.waiters().equals(java.util.List.of("a", "b")));
    lock.release(held).expect(204);

    LockApi.granted(first);
    assertThat(second).isNotDone();
  }

  /** Of the call before it is told that the place is another's now. */
  @Test
  void aTicketMovesFromOneCallToTheNext() {
    JsonNode held = lock.hold("holder");
    var former = lock.waitFor("a", TICKET);
    var second = lock.waitFor("b", "");

    var latter = lock.acquireLater("{'owner':'a','wait':'60s'" + TICKET + "}");
    former.join().expectProblem(409, "lock-held");
    assertThat(lock.waiters()).containsExactly("a", "b");
    lock.release(held).expect(204);

    LockApi.granted(latter);
    assertThat(second).isNotDone();
  }

  @Test
  void whoIsAwayIsNotWaitedFor() {
    JsonNode held = lock.hold("holder");
    lock.acquire("{'owner':'a','wait':'200ms'" + TICKET + "}").expectProblem(409, "lock-held");

    lock.release(held).expect(204);

    lock.hold("b");
  }

  @Test
  void theTicketOfWhatIsHeldAnswersTheSameGrant() {
    JsonNode held = lock.hold("a", TICKET);

    JsonNode again = lock.hold("a", TICKET);

    assertThat(again).isEqualTo(held);
    lock.acquire("{'owner':'b'" + TICKET + "}").expectProblem(409, "lock-held");
    lock.release(held).expect(204);
    assertThat(lock.holders()).isEmpty();
  }

  /** As the list of waiters has it: a kept place is a place. */
  @Test
  void aPlaceThatATicketKeepsIsCounted() {
    lock.hold("holder");
    lock.acquire("{'owner':'a'" + TICKET + "}").expectProblem(409, "lock-held");
    assertThat(lock.waiters()).containsExactly("a");

    Api.Answer second = lock.acquire("{'owner':'b'}").expectProblem(409, "lock-held");

    assertThat(second.json().path("place").asLong()).isEqualTo(2);
  }

  @Test
  void aTicketKeepsThePlaceOfOneWhoCouldNotBeToldOfItsGrant() throws IOException {
    JsonNode held = lock.hold("holder");
    Socket broken = lock.waitForByHand("a", TICKET);
    CompletableFuture<Api.Answer> second = lock.waitFor("b", "");
    CompletableFuture<Api.Answer> third = lock.waitFor("c", "");
    broken.close();

    lock.release(held).expect(204);
    LockApi.soon().until(() -> !lock.holders().contains("a"));
    CompletableFuture<Api.Answer> first = lock.waitFor("a", TICKET);

    assertThat(lock.waiters()).containsExactly("a", "c");
    lock.release(LockApi.granted(second)).expect(204);
    LockApi.granted(first);
    assertThat(third).isNotDone();
  }

  /** One release ends it, however often it was asked for. */
  @Test
  void whatATicketAnsweredAgainIsHeldOnce() throws IOException {
    JsonNode held = lock.hold("a", TICKET);
    try (Socket unheard = RawHttp.post(lock.api, lock.path("/acquire"), acquire())) {
      assertThat(unheard.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    }

    assertThat(lock.holders()).containsExactly("a");
    lock.release(held).expect(204);
    lock.hold("b");
  }

  private static String acquire() {
    return LockApi.json("{'owner':'a'" + TICKET + "}");
  }
}
