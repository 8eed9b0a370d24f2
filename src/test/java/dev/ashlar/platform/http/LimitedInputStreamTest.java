package dev.ashlar.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LimitedInputStreamTest {
  @Test
  void whatFitsIsReadToTheEnd() throws IOException {
    assertThat(of(10, 10).readAllBytes()).hasSize(10);
  }

  @Test
  void oneByteMoreIsRefused() {
    assertThatThrownBy(() -> of(11, 10).readAllBytes()).satisfies(LimitedInputStreamTest::is413);
    assertThatThrownBy(
            () -> {
              LimitedInputStream in = of(11, 10);
              while (in.read() >= 0) {
                assertThat(in.available()).isLessThanOrEqualTo(11);
              }
            })
        .satisfies(LimitedInputStreamTest::is413);
  }

  private static void is413(Throwable thrown) {
    assertThat(((ProblemException) thrown).status()).isEqualTo(413);
  }

  private static LimitedInputStream of(int size, long limit) {
    return new LimitedInputStream(new ByteArrayInputStream(new byte[size]), limit);
  }
}
