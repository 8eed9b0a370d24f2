package dev.ashlar.kv;

import dev.ashlar.kv.KvPast.Happened;
import dev.ashlar.platform.http.EventStream;
import org.jspecify.annotations.Nullable;

/** A change on its way to watchers; made into bytes once for all of them. Thread-safe. */
final class KvChange {
  private final Happened happened;
  private final KvPosition position;
  private volatile byte @Nullable [] withValue;
  private volatile byte @Nullable [] withoutValue;

  KvChange(Happened happened) {
    this.happened = happened;
    this.position = new KvPosition(happened.entry().revision(), happened.n());
  }

  String key() {
    return happened.entry().key();
  }

  /** Where a reader is who has read this change. */
  KvPosition position() {
    return position;
  }

  KvEvent event(boolean values) {
    KvEvent event = KvEvent.of(happened);
    return values ? event : new KvEvent(event.event(), happened.entry(), event.by());
  }

  /** The change as an event of a stream. */
  byte[] frame(boolean values) {
    byte[] frame = values ? withValue : withoutValue;
    if (frame == null) {
      KvEvent event = event(values);
      frame = EventStream.frame(event.event(), position.toString(), event);
      if (values) {
        withValue = frame;
      } else {
        withoutValue = frame;
      }
    }
    return frame;
  }
}
