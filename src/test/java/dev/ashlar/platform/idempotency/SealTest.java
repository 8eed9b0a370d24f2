package dev.ashlar.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SealTest {
  private final Seal seal = new Seal("the caller's secret");

  @Property(tries = 100)
  void whatIsClosedIsOpenedAgain(@ForAll byte[] answer) {
    assertThat(new Seal("the caller's secret").open(seal.close(answer))).isEqualTo(answer);
  }

  @Test
  void itIsNeverClosedTheSameWayTwice() {
    assertThat(seal.close(new byte[16])).isNotEqualTo(seal.close(new byte[16]));
  }

  @Test
  void nobodyElseOpensIt() {
    byte[] closed = seal.close(new byte[16]);

    assertThatThrownBy(() -> new Seal("another secret").open(closed))
        .isInstanceOf(IllegalStateException.class);
  }

  @Property(tries = 50)
  void whatWasChangedIsRefused(@ForAll @IntRange(max = 43) int position) {
    byte[] closed = seal.close(new byte[16]);
    closed[position]++;

    assertThatThrownBy(() -> seal.open(closed)).isInstanceOf(IllegalStateException.class);
  }
}
