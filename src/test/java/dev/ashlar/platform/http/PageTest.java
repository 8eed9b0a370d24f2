package dev.ashlar.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  @Test
  void theLimitIsAHundredUnlessSaid() {
    assertThat(Page.limit(null)).isEqualTo(100);
    assertThat(Page.limit("1")).isEqualTo(1);
    assertThat(Page.limit("1000")).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "", " 1", "1.5", "ten", "99999999999", "0x10"})
  void anyOtherLimitIsRefusedByName(String limit) {
    assertThatThrownBy(() -> Page.limit(limit))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.errors()).extracting(Problem.FieldError::field).contains("limit"));
  }

  @Property
  void followingNextReadsEverythingOnce(
      @ForAll @IntRange(max = 60) int size, @ForAll @IntRange(min = 1, max = 20) int limit) {
    List<Integer> all = IntStream.range(0, size).boxed().toList();
    List<Integer> read = new ArrayList<>();
    int after = -1;
    Page<Integer> page;
    do {
      int position = after;
      page =
          Page.of(
              all.stream().filter(i -> i > position).limit(limit + 1L).toList(),
              limit,
              Object::toString);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      read.addAll(page.items());
      after = page.next() == null ? after : Integer.parseInt(page.next());
    } while (page.next() != null);

    assertThat(read).isEqualTo(all);
  }
}
