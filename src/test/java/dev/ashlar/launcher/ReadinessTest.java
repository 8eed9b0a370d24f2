package dev.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReadinessTest {

  @Test
  void aPassingReasonIsWaitedOut() {
    String body = "{\"checks\":[{\"data\":{\"reason\":\"say \\\"please\\\"\",\"fatal\":false}}]}";
    assertThat(Readiness.judge(503, body)).isEqualTo("say \"please\"");
    assertThat(Readiness.judge(503, "")).isEqualTo("HTTP status 503");
  }

  @Test
  void aLastingReasonEndsTheStart() {
    String body = "{\"checks\":[{\"data\":{\"reason\":\"too old\",\"fatal\":true}}]}";
    assertThatThrownBy(() -> Readiness.judge(503, body))
        .isInstanceOf(StartFailure.class)
        .hasMessage("too old");
  }
}
