package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.LockChecker.Hold;
import dev.ashlar.proof.LockChecker.Write;
import dev.ashlar.proof.QueueChecker.Delivery;
import dev.ashlar.proof.QueueChecker.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Hold HOLD = new Hold("a", 1, new Span(0, 5), 8, Span.NEVER);
  private static final LockHistory LOCK =
      new LockHistory(List.of(HOLD), List.of(new Write(1, new Span(6, 7))), List.of(), List.of(1L));

  private static final QueueHistory QUEUE =
      new QueueHistory(
          List.of(new Sent("m", null, Outcome.OK, new Span(0, 1))),
          List.of(new Delivery("m", new Span(2, 3), new Span(4, 5), Outcome.OK, 9)),
          Set.of());

  @TempDir Path directory;

  @Test
  void whatIsKeptIsReadAsItWas() {
    History history =
        new History(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of("l", LOCK),
            Map.of("q", QUEUE));

    history.write(directory.resolve("history.json"));

    assertThat(History.read(directory.resolve("history.json"))).isEqualTo(history);
  }

  @Test
  void oneOfBeforeThereWereLocksAndQueuesHasNone() throws IOException {
    Path old = directory.resolve("old.json");
    Files.writeString(
        old,
        "{\"keyValue\":[],\"transactions\":[],\"watchers\":[],\"idempotent\":[],\"effects\":{}}");

    History history = History.read(old);

    assertThat(history.locks()).isEmpty();
    assertThat(history.queues()).isEmpty();
    assertThat(history.check()).allMatch(Verdict::isValid);
  }
}
