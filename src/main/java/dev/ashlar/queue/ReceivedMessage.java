package dev.ashlar.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.ashlar.platform.http.Json;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that was received, and is hidden from others meanwhile. Immutable. */
public final class ReceivedMessage {
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  private final QueueResult.Given given;
  private final Content content;

  ReceivedMessage(QueueResult.Given given, Content content) {
    this.given = given;
    this.content = content;
  }

  /** Its sender's id of it; stays the same when it dies and lives again. */
  public UUID id() {
    return content.id();
  }

  /** What ack, nack and extend are shown for this delivery. */
  public String receipt() {
    return given.receipt();
  }

  /** What it carries; not to be changed. */
  public byte[] body() {
    return content.body();
  }

  /** The media type of the body, as the sender has it. */
  public @Nullable String contentType() {
    return content.contentType();
  }

  /** What the sender wrote on it. */
  public Map<String, String> headers() {
    try {
      return Json.MAPPER.readValue(headersJson(), HEADERS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("headers are stored as JSON", e);
    }
  }

  String headersJson() {
    return content.headers() == null ? "{}" : content.headers();
  }

  public @Nullable String group() {
    return given.head().group();
  }

  public @Nullable String dedupId() {
    return content.dedupId();
  }

  public int priority() {
    return content.priority();
  }

  /** Its place in the queue; rises with every message. */
  public long position() {
    return given.head().position();
  }

  /** How often it was delivered, this time included. */
  public int attempts() {
    return given.attempts();
  }

  public Instant sentAt() {
    return given.head().sentAt();
  }

  public Instant firstReceivedAt() {
    return given.firstReceivedAt();
  }

  /** Until when nobody else is given it. */
  public Instant visibleUntil() {
    return given.visibleUntil();
  }

  /** How it died, if it did. */
  public @Nullable DeadLetter deadLetter() {
    return content.deadLetter();
  }
}
