package dev.ashlar.kv;

import static dev.ashlar.kv.Heard.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.kv.KvLongPoll.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KvLongPollTest {
  private final List<Outcome> answers = new ArrayList<>();
  private final KvLongPoll poll = new KvLongPoll("", true, KvPosition.after(4), answers::add);

  @Test
  void itIsAnsweredOnceWithAllThatIsThere() {
    poll.offer(change(5, 0, "a"));
    poll.offer(change(6, 0, "b"));
    poll.reached(KvPosition.after(6));
    poll.offer(change(7, 0, "c"));
    poll.reached(KvPosition.after(7));
    poll.timeIsOver();

    assertThat(keys()).containsExactly("a", "b");
    assertThat(next()).isEqualTo(6);
    assertThat(poll.isGone()).isTrue();
  }

  @Test
  void aRevisionIsNotTornApart() {
    poll.offer(change(5, 1, "a"));
    poll.timeIsOver();
    poll.reached(new KvPosition(5, 1));
    assertThat(answers).isEmpty();

    poll.offer(change(5, 0, "b"));
    poll.reached(KvPosition.after(5));

    assertThat(keys()).containsExactly("a", "b");
    assertThat(next()).isEqualTo(5);
  }

  @Test
  void whenNothingComesItIsAnsweredInTheEndAndGoesOnFromWhereItIs() {
    poll.reached(KvPosition.after(4));
    poll.reached(KvPosition.after(9));
    assertThat(answers).isEmpty();

    poll.timeIsOver();

    assertThat(keys()).isEmpty();
    assertThat(next()).isEqualTo(9);
  }

  /** A poll of no patience takes what is there; it is not answered before anybody has looked. */
  @Test
  void timeThatIsOverBeforeAnythingWasReadDoesNotHideWhatIsThere() {
    poll.timeIsOver();
    assertThat(answers).isEmpty();

    poll.offer(change(5, 0, "a"));
    poll.reached(KvPosition.after(5));

    assertThat(keys()).containsExactly("a");
  }

  @Test
  void aLostHistoryIsTold() {
    poll.compacted(7);
    poll.timeIsOver();

    assertThat(answers).containsExactly(new Outcome.Compacted(7));
  }

  private List<String> keys() {
    return outcome().items().stream().map(item -> item.entry().key()).toList();
  }

  private long next() {
    return outcome().next();
  }

  private Outcome.Changes outcome() {
    assertThat(answers).singleElement().isInstanceOf(Outcome.Changes.class);
    return (Outcome.Changes) answers.get(0);
  }
}
