package dev.ashlar.launcher;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Remembers the first exception that was logged as severe: what follows are its consequences. */
final class FirstFailure extends Handler {

  private final AtomicReference<String> first = new AtomicReference<>();

  Optional<String> line() {
    return Optional.ofNullable(first.get());
  }

  @Override
  public void publish(LogRecord record) {
    Throwable thrown = record.getThrown();
    if (thrown != null && record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      first.compareAndSet(null, StartFailure.describe(thrown));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
