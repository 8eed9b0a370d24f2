package dev.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

  @TempDir Path directory;

  @Test
  void oneHolderAtATimeWithItsPidToRead() throws IOException {
    Path file = directory.resolve("lock");
    try (ProcessLock lock = ProcessLock.tryHold(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(ProcessLock.tryHold(file)).isEmpty();
      assertThat(ProcessLock.holder(file)).contains(ProcessHandle.current().pid());
    }
    assertThat(ProcessLock.tryHold(file)).isPresent();
  }

  @Test
  void awaitingEndsWithTheHolder() throws IOException, InterruptedException {
    Path file = directory.resolve("lock");
    assertThat(ProcessLock.awaitFree(file, Duration.ZERO)).isTrue();
    try (ProcessLock lock = ProcessLock.tryHold(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(ProcessLock.awaitFree(file, Duration.ofMillis(50))).isFalse();
    }
    assertThat(ProcessLock.awaitFree(file, Duration.ZERO)).isTrue();
  }
}
