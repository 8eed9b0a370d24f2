package dev.ashlar.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
  private final SettableClock clock = new SettableClock();
  private final SignInThrottle throttle = new SignInThrottle(clock);

  @Test
  void fourFailuresAreFree() {
    fail("a", 4);

    assertThat(throttle.secondsToWait("a")).isZero();
  }

  @Test
  void afterFiveTheWaitDoublesUpToAMinute() {
    fail("a", 4);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      throttle.failed("a");
      waits.add(waited("a"));
    }

    assertThat(waits)
        .containsExactlyElementsOf(
            List.of(1, 2, 4, 8, 16, 32, 60, 60, 60).stream().map(Duration::ofSeconds).toList());
  }

  @Test
  void theSecondsToldAreEnough() {
    fail("a", 9);
    clock.advance(Duration.ofMillis(300));

    clock.advance(Duration.ofSeconds(throttle.secondsToWait("a")));

    assertThat(throttle.secondsToWait("a")).isZero();
  }

  @Test
  void addressesDoNotDisturbEachOther() {
    fail("a", 10);

    assertThat(throttle.secondsToWait("b")).isZero();
    assertThat(throttle.secondsToWait("a")).isPositive();
  }

  @Test
  void aSuccessForgets() {
    fail("a", 10);
    throttle.succeeded("a");
    fail("a", 4);

    assertThat(throttle.secondsToWait("a")).isZero();
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(address);
    }
  }

  /** Moves the clock until the address may try again. */
  private Duration waited(String address) {
    Duration waited = Duration.ZERO;
    while (throttle.secondsToWait(address) > 0) {
      clock.advance(Duration.ofMillis(500));
      waited = waited.plusMillis(500);
    }
    return waited;
  }
}
