package dev.ashlar.queue;

import com.github.benmanes.caffeine.cache.Cache;
import dev.ashlar.queue.QueueAppends.At;
import dev.ashlar.queue.QueueResult.Given;
import dev.ashlar.queue.QueueResult.Received;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds to what receives are given what the messages carry: from memory, else from the log. */
final class QueueContents {
  private final Cache<Long, Content> memory;
  private final QueueAppends log;

  QueueContents(Cache<Long, Content> memory, QueueAppends log) {
    this.memory = memory;
    this.log = log;
  }

  /**
   * The results with what the messages carry.
   *
   * @param stored by this very batch
   */
  List<QueueResult> complete(List<QueueResult> results, Map<Long, Content> stored)
      throws SQLException {
    Map<Long, Content> known = new HashMap<>(stored);
    Set<At> missing = new LinkedHashSet<>();
    for (QueueResult result : results) {
      if (result instanceof Received received) {
        received.messages().forEach(given -> look(given, known, missing));
      }
    }
    if (!missing.isEmpty()) {
      known.putAll(log.contents(missing));
    }
    List<QueueResult> complete = new ArrayList<>();
    for (QueueResult result : results) {
      complete.add(result instanceof Received received ? complete(received, known) : result);
    }
    return complete;
  }

  private void look(Given given, Map<Long, Content> known, Set<At> missing) {
    long position = given.head().position();
    Content content = memory.getIfPresent(position);
    if (content != null) {
      known.put(position, content);
    } else if (!known.containsKey(position)) {
      Receipt receipt = java.util.Objects.requireNonNull(Receipt.parse(given.receipt()));
      missing.add(new At(receipt.queue(), position));
    }
  }

  private static Received complete(Received received, Map<Long, Content> known) {
    List<Given> messages = new ArrayList<>();
    for (Given given : received.messages()) {
      Content content = known.get(given.head().position());
      if (content != null) {
        messages.add(given.with(content));
      }
    }
    return received.with(messages);
  }
}
