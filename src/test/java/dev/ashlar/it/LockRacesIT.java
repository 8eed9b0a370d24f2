package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that meet: what one is told stays true whatever the other does. */
class LockRacesIT {
  private static final String TICKET = ",'ticket':'t-1'";

  private final LockApi lock = LockApi.unique();

  /** The call before, whose connection broke, is granted in the same moment. */
  @Test
  void whatATicketWasAnsweredIsHeld() throws IOException {
    for (int round = 0; round < 50; round++) {
      JsonNode held = lock.hold("holder");
      Socket broken = lock.waitForByHand("a", TICKET);
      broken.close();

      CompletableFuture<Api.Answer> released =
          lock.api.postLater(
              lock.path("/release"), LockApi.json("{'lease':'" + LockApi.lease(held) + "'}"));
      CompletableFuture<Api.Answer> again =
          lock.acquireLater("{'owner':'a','wait':'20s'" + TICKET + "}");
      released.join().expect(204);
      JsonNode granted = LockApi.granted(again);

      lock.renew(granted, "30s").expect(200);
      assertThat(lock.holders()).as("round %s", round).containsExactly("a");
      lock.release(granted).expect(204);
    }
  }

  /** Many, so that some leave in the moment that the server looks after those who wait. */
  @Test
  void whoseWaitRanOutWaitsNoMore() {
    lock.hold("holder", ",'ttl':'1h'");
    for (int wave = 0; wave < 2; wave++) {
      List<CompletableFuture<Api.Answer>> waiting = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        int millis = 1_500 + i;
        waiting.add(lock.acquireLater("{'owner':'w" + i + "','wait':'" + millis + "ms'}"));
      }
      waiting.forEach(answer -> answer.join().expectProblem(409, "lock-held"));

      LockApi.within(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(lock.waiters()).as("nobody is there").isEmpty());
    }
  }
}
