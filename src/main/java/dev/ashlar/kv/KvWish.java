package dev.ashlar.kv;

import dev.ashlar.platform.config.Durations;
import dev.ashlar.platform.http.ProblemException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a read is wished.
 *
 * @param revision the revision to look back on, null for the newest
 * @param eventual whether an answer that is a little old will do
 * @param afterRevision the revision that must be visible first, null for none
 * @param patience how long to wait for that
 */
record KvWish(
    @Nullable Long revision, boolean eventual, @Nullable Long afterRevision, Duration patience) {
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** The wish that parameters name. */
  static KvWish of(UnaryOperator<@Nullable String> parameters) {
    String consistency = parameters.apply("consistency");
    boolean eventual = "eventual".equals(consistency);
    if (consistency != null && !eventual && !consistency.equals("linearizable")) {
      throw ProblemException.invalid("consistency", "must be linearizable or eventual");
    }
    return new KvWish(
        KvParameters.revision("revision", parameters.apply("revision")),
        eventual,
        KvParameters.revision("after-revision", parameters.apply("after-revision")),
        wait(parameters.apply("wait")));
  }

  private static Duration wait(@Nullable String text) {
    if (text == null) {
      return DEFAULT_WAIT;
    }
    try {
      Duration wait = Durations.parse(text);
      return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("wait", String.valueOf(e.getMessage()));
    }
  }
}
