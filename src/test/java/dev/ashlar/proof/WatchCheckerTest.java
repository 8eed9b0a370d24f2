package dev.ashlar.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.proof.WatchChecker.Change;
import dev.ashlar.proof.WatchChecker.Watcher;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCheckerTest {
  private static final Change ONE = new Change(1, "a/1", "v1");
  private static final Change TWO = new Change(2, "b/1", "v2");
  private static final Change THREE = new Change(3, "a/1", null);

  @Test
  void whoIsToldEverythingOnceInOrderIsRight() {
    assertThat(check(watcher("", 0, 3, ONE, TWO, THREE), watcher("a/", 0, 3, ONE, THREE)))
        .isEmpty();
    assertThat(check(watcher("", 1, 2, TWO))).isEmpty();
  }

  @Test
  void aGapIsFound() {
    assertThat(check(watcher("", 0, 3, ONE, THREE))).singleElement().asString().contains("never");
  }

  @Test
  void aGapAtTheEndIsFound() {
    assertThat(check(watcher("", 0, 3, ONE, TWO))).singleElement().asString().contains("never");
  }

  @Test
  void aChangeThatOnlyAnotherWatcherWasToldOfIsAGap() {
    Change unacknowledged = new Change(4, "c", "v4");
    assertThat(
            check(
                watcher("", 0, 4, ONE, TWO, THREE, unacknowledged),
                watcher("", 0, 4, ONE, TWO, THREE)))
        .singleElement()
        .asString()
        .contains("never told of");
  }

  @Test
  void aChangeTwiceOrBackwardsIsFound() {
    assertThat(check(watcher("", 0, 3, ONE, TWO, TWO, THREE))).hasSize(1);
    assertThat(check(watcher("", 0, 3, TWO, ONE, THREE))).hasSize(1);
  }

  @Test
  void aChangeOfAnotherPrefixIsFound() {
    assertThat(check(watcher("a/", 0, 3, ONE, TWO, THREE))).hasSize(1);
  }

  @Test
  void anotherContentForARevisionIsFound() {
    assertThat(check(watcher("", 0, 1, new Change(1, "a/1", "other")))).isNotEmpty();
  }

  @Test
  void aChangeThatFailedIsFound() {
    Verdict verdict =
        WatchChecker.check(
            List.of(), List.of(new Change(0, "a/1", "v1")), List.of(watcher("", 0, 1, ONE)));
    assertThat(verdict.violations()).singleElement().asString().contains("failed");
  }

  private static List<String> check(Watcher... watchers) {
    return WatchChecker.check(List.of(ONE, TWO, THREE), List.of(), List.of(watchers)).violations();
  }

  private static Watcher watcher(String prefix, long after, long upTo, Change... told) {
    return new Watcher("w", prefix, after, upTo, List.of(told));
  }
}
