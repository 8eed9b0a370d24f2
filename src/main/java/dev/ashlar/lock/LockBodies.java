package dev.ashlar.lock;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bodies of requests about locks, and their rules. */
final class LockBodies {
  static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
  static final Duration LONGEST_TTL = Duration.ofHours(24);
  private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int LONGEST_TEXT = 255;
  private static final int MOST_METADATA_BYTES = 4 << 10;
  private static final int MOST_PERMITS = 1_000_000;

  private LockBodies() {}

  /** The prefix of the locks that are elections; no name of a lock holds a colon. */
  static final String ELECTION = "election:";

  static void checkLock(String lock) {
    new Checks().name("lock", lock).orThrow();
  }

  /** A wish to hold a lock. */
  public record Acquire(
      @Nullable String owner,
      @Nullable Duration ttl,
      @JsonProperty("wait") @Nullable Duration longest,
      @Nullable LockMode mode,
      @Nullable Integer permits,
      @Nullable String session,
      @Nullable JsonNode metadata,
      @Nullable Boolean reentrant,
      @Nullable String ticket) {

    LockCommand.Acquire command(String lock) {
      Checks checks = new Checks().name("lock", lock);
      checkText(checks, "owner", owner);
      checkTtl(checks, ttl);
      checkWait(checks, longest);
      checks
          .that(permits == null || permits >= 1, "permits", "must be 1 or more")
          .that(
              session == null || SessionId.isValid(session),
              "session",
              "must be the id of a session; begin one with POST /api/v1/sessions")
          .that(
              metadata == null
                  || (metadata.isObject()
                      && isText(metadata.toString())
                      && size(metadata) <= MOST_METADATA_BYTES),
              "metadata",
              "must be an object of at most " + MOST_METADATA_BYTES + " bytes");
      if (ticket != null) {
        checkText(checks, "ticket", ticket);
      }
      checks.orThrow();
      return new LockCommand.Acquire(
          lock,
          new Claim(
              UUID.randomUUID(),
              String.valueOf(owner),
              mode == null ? LockMode.EXCLUSIVE : mode,
              permits == null ? 1 : permits,
              ttl == null ? DEFAULT_TTL : ttl,
              session,
              ticket,
              metadata == null ? null : metadata.toString()),
          !patience().isZero(),
          Boolean.TRUE.equals(reentrant) ? LockCommand.Again.REENTER : LockCommand.Again.NO);
    }

    /** How long to wait; at most a minute. */
    Duration patience() {
      return bounded(longest);
    }
  }

  /** A wish to hold a lock for longer. */
  public record Renew(@Nullable String lease, @Nullable Duration ttl) {
    LockCommand.Renew command(String lock) {
      Checks checks = new Checks().name("lock", lock);
      checkTtl(checks, ttl);
      checks.orThrow();
      return new LockCommand.Renew(lock, leaseOf(lease), ttl == null ? DEFAULT_TTL : ttl);
    }
  }

  /** A wish to give a lock back. */
  public record Release(@Nullable String lease) {
    LockCommand.Release command(String lock) {
      checkLock(lock);
      return new LockCommand.Release(lock, leaseOf(lease));
    }
  }

  /** A token that somebody came with. */
  public record Validate(@Nullable Long token) {
    long checked() {
      new Checks().that(token != null, "token", "must be a number").orThrow();
      return token == null ? 0 : token;
    }
  }

  /** How many may hold a lock, and how long it rests after a holder was lost. */
  public record Config(@Nullable Integer permits, @Nullable Duration delay) {
    LockCommand.Configure command(String lock) {
      int count = permits == null ? 1 : permits;
      Duration rest = delay == null ? Duration.ZERO : delay;
      new Checks()
          .name("lock", lock)
          .that(count >= 1 && count <= MOST_PERMITS, "permits", "must be from 1 to " + MOST_PERMITS)
          .that(
              !rest.isNegative() && rest.compareTo(LONGEST_TTL) <= 0,
              "delay",
              "must be from 0s to 24h")
          .orThrow();
      return new LockCommand.Configure(lock, count, rest);
    }
  }

  /** A wish for a session. */
  public record NewSession(@Nullable String owner, @Nullable Duration ttl) {
    NewSession checked() {
      Checks checks = new Checks();
      checkText(checks, "owner", owner);
      checkTtl(checks, ttl);
      checks.orThrow();
      return new NewSession(owner, ttl == null ? DEFAULT_TTL : ttl);
    }
  }

  /** A wish to lead. */
  public record Campaign(
      @Nullable String candidate,
      @Nullable Duration ttl,
      @Nullable String value,
      @JsonProperty("wait") @Nullable Duration longest) {
    LockCommand.Acquire command(String election) {
      Checks checks = new Checks().name("name", election);
      checkText(checks, "candidate", candidate);
      checkTtl(checks, ttl);
      checkWait(checks, longest);
      checks
          .that(
              value == null
                  || (isText(value)
                      && value.getBytes(StandardCharsets.UTF_8).length <= MOST_METADATA_BYTES),
              "value",
              "must be text without NUL of at most " + MOST_METADATA_BYTES + " bytes")
          .orThrow();
      Claim claim =
          new Claim(
              UUID.randomUUID(),
              String.valueOf(candidate),
              LockMode.EXCLUSIVE,
              1,
              ttl == null ? DEFAULT_TTL : ttl,
              null,
              candidate, // so that who comes again has his place, not one behind himself
              value);
      return new LockCommand.Acquire(
          ELECTION + election, claim, !patience().isZero(), LockCommand.Again.PROLONG);
    }

    Duration patience() {
      return bounded(longest);
    }
  }

  /** A wish to lead no more. */
  public record Resign(@Nullable String candidate) {
    LockCommand.Resign command(String election) {
      Checks checks = new Checks().name("name", election);
      checkText(checks, "candidate", candidate);
      checks.orThrow();
      return new LockCommand.Resign(ELECTION + election, String.valueOf(candidate));
    }
  }

  /** The lease of a path or body. */
  static UUID leaseOf(@Nullable String text) {
    try {
      if (text != null && text.length() == 36) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw ProblemException.invalid("lease", "must be the lease that an acquire answered");
  }

  private static Duration bounded(@Nullable Duration wait) {
    Duration patience = wait == null ? Duration.ZERO : wait;
    return patience.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : patience;
  }

  private static void checkTtl(Checks checks, @Nullable Duration ttl) {
    checks.that(
        ttl == null || (ttl.compareTo(SHORTEST_TTL) >= 0 && ttl.compareTo(LONGEST_TTL) <= 0),
        "ttl",
        "must be from 1s to 24h");
  }

  private static void checkWait(Checks checks, @Nullable Duration wait) {
    checks.that(wait == null || !wait.isNegative(), "wait", "must not be negative");
  }

  private static void checkText(Checks checks, String field, @Nullable String text) {
    checks.that(
        text != null
            && !text.isBlank()
            && text.length() <= LONGEST_TEXT
            && text.chars().noneMatch(Character::isISOControl)
            && isText(text),
        field,
        "must be 1 to " + LONGEST_TEXT + " characters, none of them control characters");
  }

  /** Whether it can be stored as text. */
  static boolean isText(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static int size(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
