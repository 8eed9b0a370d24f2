package dev.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartFailureTest {

  @Test
  void theInnermostCauseThatSaysSomethingMatters() {
    Throwable silent = new Throwable();
    Throwable cause = new IOException("no room\n  on device", silent);
    assertThat(StartFailure.describe(new IllegalStateException("outer", cause)))
        .isEqualTo("IOException: no room | on device");
    assertThat(StartFailure.describe(new IOException())).isEqualTo("IOException");
  }
}
