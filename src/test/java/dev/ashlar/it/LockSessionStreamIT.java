package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The stream of a session: keeps it alive, and tells what it is granted and loses. */
class LockSessionStreamIT {
  private final Api api = Api.shared();
  private final LockApi lock = LockApi.unique();

  @Test
  void whatItHoldsAndIsGrantedIsTold() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "30s");
    JsonNode before = lock.hold("a", session.member());
    try (EventReader stream = session.stream()) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.contentType()).startsWith("text/event-stream");
      JsonNode told = stream.await("granted", 1).get(0).data();
      assertThat(told.path("lock").asText()).isEqualTo(lock.name);
      assertThat(told.path("token")).isEqualTo(before.path("token"));
      assertThat(told.path("session").asText()).isEqualTo(session.id);

      LockApi later = LockApi.unique();
      later.hold("a", session.member());
      assertThat(stream.await("granted", 2).get(1).data().path("lock").asText())
          .isEqualTo(later.name);
    }
  }

  @Test
  void aBreakIsToldAtOnce() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1h");
    JsonNode held = lock.hold("a", session.member());
    try (EventReader stream = session.stream()) {
      stream.await("granted", 1);

      lock.breakUp(held, "").expect(204);

      LockApi.within(Duration.ofSeconds(1)).until(() -> !stream.events("lost").isEmpty());
      JsonNode told = stream.events("lost").get(0).data();
      assertThat(told.path("lock").asText()).isEqualTo(lock.name);
      assertThat(told.path("token")).isEqualTo(held.path("token"));
    }
    session.keepAlive().expect(200);
  }

  @Test
  void whatIsReleasedIsNotLost() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1h");
    JsonNode held = lock.hold("a", session.member());
    try (EventReader stream = session.stream()) {
      stream.await("granted", 1);
      lock.release(held).expect(204);
      lock.hold("a", session.member());

      stream.await("granted", 2);
      assertThat(stream.events("lost")).isEmpty();
    }
  }

  @Test
  void itKeepsTheSessionAliveByItself() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1s");
    JsonNode held = lock.hold("a", session.member());
    try (EventReader stream = session.stream()) {
      var waiting = lock.acquireLater("{'owner':'b','wait':'4s'}");

      waiting.join().expectProblem(409, "lock-held");

      assertThat(lock.holders()).containsExactly("a");
      assertThat(stream.events("lost")).isEmpty();
      assertThat(stream.hasEnded()).isFalse();
      lock.renew(held, "30s").expect(200);
    }
  }

  @Test
  void itsBreakReleasesAfterTheTimeOfTheSession() throws IOException {
    LockSessionApi session = LockSessionApi.begin(api, "a", "2s");
    lock.hold("a", session.member());
    Socket stream = RawHttp.stream(api, session.path("/stream"));
    assertThat(stream.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    stream.close();
    Instant broken = Instant.now();

    JsonNode next = LockApi.granted(lock.waitFor("b", ""));

    assertThat(Instant.parse(next.path("acquiredAt").asText()))
        .isBetween(broken.plusMillis(500), broken.plusSeconds(4));
  }

  @Test
  void whenItIsEndedWhatItHeldIsLost() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1h");
    lock.hold("a", session.member());
    try (EventReader stream = session.stream()) {
      stream.await("granted", 1);

      session.end().expect(204);

      LockApi.within(Duration.ofSeconds(2)).until(stream::hasEnded);
      assertThat(stream.events("lost")).hasSize(1);
      assertThat(stream.events("lost").get(0).data().path("lock").asText()).isEqualTo(lock.name);
    }
  }

  @Test
  void itEndsWithTheKeyThatOpenedIt() {
    LockSessionApi session = LockSessionApi.begin(api, "a", "1h");
    JsonNode key = api.createKey("write", "lock:a").json();
    try (EventReader stream =
        EventReader.open(api.with(key.path("key").asText()), session.path("/stream"))) {
      assertThat(stream.status()).isEqualTo(200);

      api.delete("/api/v1/keys/" + key.path("id").asText()).expect(204);

      LockApi.within(Duration.ofSeconds(3)).until(stream::hasEnded);
    }
  }
}
