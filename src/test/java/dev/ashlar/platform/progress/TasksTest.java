package dev.ashlar.platform.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TasksTest {
  private final Tasks tasks = new Tasks();

  @Test
  void aTaskIsShownWithItsProgressWhileItRuns() {
    try (Tasks.Task task = tasks.begin("Import", 100L, "bytes")) {
      task.done(40);

      assertThat(tasks.list())
          .singleElement()
          .satisfies(
              p -> {
                assertThat(p.name()).isEqualTo("Import");
                assertThat(p.done()).isEqualTo(40);
                assertThat(p.total()).isEqualTo(100);
                assertThat(p.unit()).isEqualTo("bytes");
              });
    }
    assertThat(tasks.list()).isEmpty();
  }

  @Test
  void tasksOfOneNameAreSeparateAndOldestFirst() {
    try (Tasks.Task first = tasks.begin("Export", null, "keys");
        Tasks.Task second = tasks.begin("Export", null, "keys")) {
      first.done(1);
      second.done(2);

      assertThat(tasks.list()).extracting(Tasks.Progress::done).containsExactly(1L, 2L);
      assertThat(tasks.list()).allSatisfy(p -> assertThat(p.total()).isNull());
    }
  }
}
