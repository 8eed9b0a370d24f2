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

  @Test
  void framesOfAStackTraceWithinAMessageAreLeftOut() {
    String message =
        """
        CDI definition failure:Exception List with 1 exceptions:
        Exception 0 :
        DeploymentException: Deployment Failure for ConfigProperty ashlar.x in class X
        \tat a.b.C.d(C.java:106)
        \tat java.base/e.f.G.h(Native Method)
        Caused by: java.util.NoSuchElementException: No value present
        \tat i.J$1.k(J.java:1)
        \t... 68 more

        -- Exception List with 1 exceptions:
        Exception 0 :
        """;
    assertThat(StartFailure.describe(new IllegalStateException(message)))
        .isEqualTo(
            "IllegalStateException: CDI definition failure:Exception List with 1 exceptions:"
                + " | Exception 0 :"
                + " | DeploymentException: Deployment Failure for ConfigProperty ashlar.x in class X"
                + " | Caused by: java.util.NoSuchElementException: No value present");
  }
}
