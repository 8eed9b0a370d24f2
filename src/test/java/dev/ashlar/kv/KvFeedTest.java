package dev.ashlar.kv;

import static dev.ashlar.kv.Heard.change;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KvFeedTest {
  private final KvFeed feed = new KvFeed();

  @Test
  void aChangeFindsTheWatchersOfItsPrefixes() {
    Heard all = joined("", 4);
    Heard some = joined("a/", 4);
    Heard one = joined("a/b", 4);
    Heard other = joined("b", 4);

    feed.deliver(List.of(change(5, 0, "a/b"), change(6, 0, "a/"), change(7, 0, "a")));

    assertThat(all.all).containsExactly("@4", "5:a/b", "6:a/", "7:a", "@7");
    assertThat(some.all).containsExactly("@4", "5:a/b", "6:a/", "@7");
    assertThat(one.all).containsExactly("@4", "5:a/b", "@7");
    assertThat(other.all).containsExactly("@4");
  }

  @Test
  void whatWasDeliveredIsNotDeliveredAgain() {
    Heard watcher = joined("", 4);

    feed.deliver(List.of(change(5, 1, "a"), change(5, 0, "b")));
    feed.deliver(List.of(change(5, 1, "a"), change(5, 0, "b"), change(6, 0, "c")));

    assertThat(watcher.changes()).containsExactly("5-1:a", "5:b", "6:c");
    assertThat(feed.position()).isEqualTo(KvPosition.after(6));
  }

  @Test
  void whoIsBehindMayNotJoin() {
    joined("", 7);
    Heard late = new Heard("");

    assertThat(feed.join(late, new KvPosition(7, 1))).isFalse();
    assertThat(feed.join(late, KvPosition.after(7))).isTrue();
    assertThat(late.all).containsExactly("@7");
  }

  /** He read the newest changes himself, before the feed did. */
  @Test
  void whoIsAheadIsNotToldAgainWhatHeKnows() {
    Heard first = joined("", 4);
    Heard ahead = joined("", 6);

    assertThat(feed.tick()).isFalse();
    feed.deliver(List.of(change(5, 0, "a")));
    feed.deliver(List.of(change(6, 0, "b"), change(7, 0, "c")));
    feed.deliver(List.of(change(8, 0, "d")));

    assertThat(first.changes()).containsExactly("5:a", "6:b", "7:c", "8:d");
    assertThat(ahead.all).containsExactly("@6", "@6", "@6", "7:c", "@7", "8:d", "@8");
  }

  @Test
  void aHintThatIsLateChangesNothingForNobody() {
    feed.deliver(List.of(change(5, 0, "a")));

    assertThat(feed.position()).isNull();
  }

  @Test
  void whoIsGoneIsForgottenAndTheLastOneEndsTheFeed() {
    Heard gone = joined("a", 4);
    Heard stays = joined("a", 4);
    gone.gone = true;

    assertThat(feed.tick()).isFalse();
    feed.deliver(List.of(change(5, 0, "a")));
    assertThat(gone.changes()).isEmpty();
    assertThat(stays.changes()).containsExactly("5:a");

    stays.gone = true;
    assertThat(feed.tick()).isTrue();
    assertThat(feed.position()).isNull();
    assertThat(feed.join(new Heard(""), KvPosition.after(2))).as("it begins anew").isTrue();
  }

  @Test
  void whenChangesAreGoneEverybodyIsToldAndForgotten() {
    Heard one = joined("a", 4);
    Heard other = joined("", 4);

    feed.compacted(9);
    feed.deliver(List.of(change(10, 0, "a")));

    assertThat(one.all).containsExactly("@4", "compacted 9");
    assertThat(other.all).containsExactly("@4", "compacted 9");
    assertThat(feed.tick()).isTrue();
  }

  /** However pages overlap and wherever somebody joins, he is told everything after it once. */
  @Property(tries = 300)
  void everybodyIsToldEverythingOnceAndInOrder(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 3) Integer> sizes,
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 40) Integer> joins,
      @ForAll @IntRange(min = 1, max = 5) int page) {
    KvFeed own = new KvFeed();
    List<KvChange> changes = changes(sizes);
    Heard first = new Heard("");
    own.join(first, KvPosition.after(0));
    List<Heard> watchers = new ArrayList<>(List.of(first));
    List<Integer> begun = new ArrayList<>(List.of(0));
    for (int from = 0; from < changes.size(); from += page) {
      for (int join : joins) {
        int at = Math.min(join, changes.size());
        Heard watcher = new Heard("");
        KvPosition position = at == 0 ? KvPosition.after(0) : changes.get(at - 1).position();
        if (own.join(watcher, position)) {
          watchers.add(watcher);
          begun.add(at);
        }
      }
      own.deliver(changes.subList(Math.max(0, from - 2), Math.min(from + page, changes.size())));
    }
    for (int i = 0; i < watchers.size(); i++) {
      List<String> expected =
          changes.subList(begun.get(i), changes.size()).stream()
              .map(c -> c.position() + ":" + c.key())
              .toList();
      assertThat(watchers.get(i).changes()).isEqualTo(expected);
    }
  }

  private static List<KvChange> changes(List<Integer> sizes) {
    List<KvChange> changes = new ArrayList<>();
    for (int revision = 1; revision <= sizes.size(); revision++) {
      for (int left = sizes.get(revision - 1); left >= 0; left--) {
        changes.add(change(revision, left, "k" + left));
      }
    }
    return changes;
  }

  private Heard joined(String prefix, long revision) {
    Heard watcher = new Heard(prefix);
    assertThat(feed.join(watcher, KvPosition.after(revision))).isTrue();
    return watcher;
  }
}
