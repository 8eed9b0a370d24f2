package dev.ashlar.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Browsers that are signed in, on whichever node. Thread-safe. */
@ApplicationScoped
public class Sessions {
  private static final int MOST_CACHED = 10_000;

  @Inject Database database;
  @Inject Hints hints;
  @Inject Keys keys;
  @Inject AdminKey adminKey;

  @Inject
  @ConfigProperty(name = "ashlar.console.session")
  Duration duration;

  private final Cache<Secret, Optional<Keys.Known>> known =
      Caffeine.newBuilder().expireAfterWrite(Keys.TRUST).maximumSize(MOST_CACHED).build();

  /** A new session: the token for the cookie, and who signed in. */
  public record SignedIn(String token, Caller caller) {}

  @PostConstruct
  void listen() {
    hints.listen(Keys.CHANGED, known::invalidateAll);
  }

  /** Signs in with a key; empty when the key is not valid. */
  public Optional<SignedIn> signIn(String key, String address) {
    Secret secret = Secret.of(key);
    return keys.find(secret).map(found -> create(found, secret, address));
  }

  /** Ends the session of a caller. */
  public void signOut(Caller caller) {
    database.inTransaction(
        entities ->
            entities
                .createQuery("delete from Session s where s.hash = :hash")
                .setParameter("hash", caller.secretHash().bytes())
                .executeUpdate());
    known.invalidateAll();
    hints.send(Keys.CHANGED);
  }

  /** How long a session lasts. */
  public Duration duration() {
    return duration;
  }

  Optional<Keys.Known> find(Secret token) {
    return known.get(token, this::load);
  }

  private SignedIn create(Keys.Known key, Secret secret, String address) {
    String token = Secret.random("");
    Session stored =
        database.inTransaction(
            entities -> {
              Session session = new Session();
              session.hash = Secret.of(token).bytes();
              session.keyId = key.id();
              session.adminHash = key.id() == null ? secret.bytes() : null;
              session.createdAt = Database.now(entities);
              session.expiresAt = end(session.createdAt, key.expiresAt());
              entities.persist(session);
              deleteEnded(entities);
              return session;
            });
    return new SignedIn(
        token,
        new Caller(
            key.name(), key.role(), key.scopes(), address, stored.expiresAt, Secret.of(token)));
  }

  private Instant end(Instant start, @Nullable Instant keyEnd) {
    Instant end = start.plus(duration);
    return keyEnd != null && keyEnd.isBefore(end) ? keyEnd : end;
  }

  private static void deleteEnded(EntityManager entities) {
    entities
        .createNativeQuery(
            "DELETE FROM ashlar_platform.session WHERE expires_at < clock_timestamp()")
        .executeUpdate();
  }

  private Optional<Keys.Known> load(Secret token) {
    return database.inTransaction(
        entities -> {
          Session session = entities.find(Session.class, token.bytes());
          if (session == null || !Keys.isAlive(session.expiresAt, Database.now(entities))) {
            return Optional.empty();
          }
          return key(entities, session).map(key -> until(key, session.expiresAt));
        });
  }

  private Optional<Keys.Known> key(EntityManager entities, Session session) {
    if (session.keyId == null) {
      return session.adminHash != null && adminKey.hasHash(session.adminHash)
          ? Optional.of(Keys.Known.ADMIN)
          : Optional.empty();
    }
    return Optional.ofNullable(entities.find(ApiKey.class, session.keyId)).map(Keys::known);
  }

  private static Keys.Known until(Keys.Known key, Instant expiresAt) {
    return new Keys.Known(key.id(), key.name(), key.role(), key.scopes(), expiresAt);
  }
}
