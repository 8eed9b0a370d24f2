package dev.ashlar.queue;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Page;
import dev.ashlar.queue.Checkpoint.Held;
import dev.ashlar.queue.OpenMessagesTable.Found;
import dev.ashlar.queue.QueueResult.Surveyed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at messages without receiving them. Thread-safe. */
@ApplicationScoped
class QueuePeek {
  @Inject Database database;
  @Inject QueueEngine engine;

  /**
   * What to look at.
   *
   * @param after the position after which to begin
   */
  record Wanted(MessageState state, MessageFilter filter, long after, int limit) {}

  /**
   * A message that is looked at; what it carries is either text or base64.
   *
   * @param position its place in the queue
   * @param headers JSON
   */
  public record Peeked(
      UUID id,
      String position,
      String state,
      @Nullable String body,
      @Nullable String base64,
      @Nullable String contentType,
      @JsonRawValue String headers,
      @Nullable String group,
      int priority,
      int attempts,
      Instant sentAt,
      @Nullable Instant visibleAt,
      @Nullable String lastError,
      @Nullable DeadLetter deadLetter) {}

  /** A page of messages, oldest first; by the calling thread, of which there are not too many. */
  Page<Peeked> page(String queue, Wanted wanted) {
    QueueResult result = engine.submit(new QueueCommand.Survey(queue)).toCompletableFuture().join();
    return page(QueueAnswers.expect(result, Surveyed.class, queue), wanted);
  }

  private Page<Peeked> page(Surveyed survey, Wanted wanted) {
    OpenMessages open = new OpenMessages(survey, Set.of(wanted.state));
    Page<Found> found =
        database.sqlInTransaction(
            connection ->
                new OpenMessagesTable(connection)
                    .page(open, Selection.of(wanted.filter), wanted.after, wanted.limit));
    Map<Long, Held> held = new HashMap<>();
    survey.checkpoint().items().forEach(item -> held.put(item.head().position(), item));
    List<Peeked> peeked =
        found.items().stream()
            .map(message -> peeked(message, wanted.state, held.get(message.head().position())))
            .toList();
    return new Page<>(peeked, found.next());
  }

  private static Peeked peeked(Found found, MessageState state, @Nullable Held item) {
    Content content = found.content();
    MessageHead head = found.head();
    String text = QueueAnswers.text(content.body());
    return new Peeked(
        content.id(),
        Long.toString(head.position()),
        state.label(),
        text,
        text == null ? Base64.getEncoder().encodeToString(content.body()) : null,
        content.contentType(),
        content.headers() == null ? "{}" : content.headers(),
        head.group(),
        content.priority(),
        item == null ? 0 : item.attempts(),
        head.sentAt(),
        item == null || !item.visibleAt().isAfter(head.sentAt())
            ? head.notBefore()
            : item.visibleAt(),
        item == null ? null : item.lastError(),
        content.deadLetter());
  }
}
