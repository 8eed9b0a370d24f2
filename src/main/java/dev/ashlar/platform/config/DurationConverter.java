package dev.ashlar.platform.config;

import jakarta.annotation.Priority;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads durations of the configuration in both spellings of {@link Durations}. */
@Priority(200)
public final class DurationConverter implements Converter<Duration> {
  private static final long serialVersionUID = 1L;

  @Override
  public Duration convert(String value) {
    return Durations.parse(value.trim());
  }
}
