package dev.ashlar.kv;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is shown, with or without its value.
 *
 * @param revision number of the change, in its bucket, that wrote it
 * @param version changes of this key since it was created, from 1
 * @param size bytes of the value
 * @param expiresAt when it ends, on the database's clock; null for never
 * @param value the value, where it was asked for and is valid UTF-8
 * @param base64 the value, where it was asked for and is not valid UTF-8
 */
public record Entry(
    String bucket,
    String key,
    long revision,
    long version,
    int size,
    String contentType,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant expiresAt,
    @Nullable String value,
    @Nullable String base64) {

  /** An entry without its value. */
  Entry(
      String bucket,
      String key,
      long revision,
      long version,
      int size,
      String contentType,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant expiresAt) {
    this(
        bucket,
        key,
        revision,
        version,
        size,
        contentType,
        createdAt,
        updatedAt,
        expiresAt,
        null,
        null);
  }

  /** The same with another end, null for none. */
  Entry expiring(@Nullable Instant end) {
    return new Entry(bucket, key, revision, version, size, contentType, createdAt, updatedAt, end);
  }

  Entry withValue(byte[] bytes) {
    String text = Text.ofUtf8(bytes);
    return new Entry(
        bucket,
        key,
        revision,
        version,
        size,
        contentType,
        createdAt,
        updatedAt,
        expiresAt,
        text,
        text == null ? Text.base64(bytes) : null);
  }
}
