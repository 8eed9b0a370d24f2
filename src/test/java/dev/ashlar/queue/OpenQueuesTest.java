package dev.ashlar.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much of its queues a node has in memory. */
class OpenQueuesTest {
  private final OpenQueues open = new OpenQueues(1 << 20);

  @Test
  void thoseThatWereUsedLastAreKeptAsFarAsThereIsRoom() {
    for (int i = 0; i < 10; i++) {
      open.put("small" + i, queue(1));
    }
    open.put("large", queue(2_000));
    assertThat(open).hasSize(11);
    OpenQueue used = open.get("small0");
    open.put("another", queue(2_000));

    assertThat(open).containsOnlyKeys("small0", "another");
    assertThat(open.get("small0")).isSameAs(used);
  }

  @Test
  void oneThatGrowsIsWeighedAnew() {
    MemoryQueue growing = new MemoryQueue(false);
    OpenQueue queue = new OpenQueue(growing.state(), 1, 0);
    open.put("growing", queue);
    open.put("large", queue(2_000));
    assertThat(open).hasSize(2);
    growing.sendMany(2_000, null);

    open.put("growing", queue);

    assertThat(open).containsOnlyKeys("growing");
  }

  @Test
  void oneIsKeptHoweverLarge() {
    open.put("a", queue(1));
    open.put("large", queue(5_000));
    open.put("large", open.get("large"));

    assertThat(open).containsOnlyKeys("large");
    open.clear();
    open.put("b", queue(1));
    open.put("c", queue(1));
    assertThat(open).hasSize(2);
  }

  private static OpenQueue queue(int messages) {
    MemoryQueue memory = new MemoryQueue(false);
    memory.ahead = 10_000;
    memory.sendMany(messages, null);
    return new OpenQueue(memory.state(), 1, 0);
  }
}
