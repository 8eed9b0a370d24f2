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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API keys. Thread-safe. */
@ApplicationScoped
class Keys {
  /** Shorter than the second within which a deleted key is refused on every node. */
  static final Duration TRUST = Duration.ofMillis(900);

  static final String CHANGED = "keys";
  private static final int MOST_CACHED = 10_000;

  @Inject Database database;
  @Inject Hints hints;
  @Inject Audit audit;
  @Inject AdminKey adminKey;

  private final Cache<Secret, Optional<Known>> known =
      Caffeine.newBuilder().expireAfterWrite(TRUST).maximumSize(MOST_CACHED).build();

  /** An id never names another key; whether the key is valid is asked each time. */
  private final Cache<UUID, Optional<Secret>> hashes =
      Caffeine.newBuilder().expireAfterWrite(TRUST).maximumSize(MOST_CACHED).build();

  /** A key that is valid, as callers see it. */
  record Known(
      @Nullable UUID id, String name, Role role, List<String> scopes, @Nullable Instant expiresAt) {
    static final Known ADMIN = new Known(null, "admin", Role.ADMIN, List.of("*"), null);

    /** Somebody who has presented it. */
    Caller caller(String address, Secret secret) {
      return new Caller(name, role, scopes, address, expiresAt, secret);
    }
  }

  /** A key to be made. */
  record Wanted(String name, Role role, List<String> scopes, @Nullable Instant expiresAt) {}

  @PostConstruct
  void listen() {
    hints.listen(CHANGED, known::invalidateAll);
  }

  /** The key with this hash, unless there is none, or it expired. */
  Optional<Known> find(Secret secret) {
    if (adminKey.is(secret)) {
      return Optional.of(Known.ADMIN);
    }
    return known.get(secret, this::load);
  }

  /** Who calls with the key of that id, unless there is none, or it expired. */
  Optional<Caller> find(UUID id, String address) {
    return hashes
        .get(id, this::loadHash)
        .flatMap(secret -> find(secret).map(key -> key.caller(address, secret)));
  }

  private Optional<Secret> loadHash(UUID id) {
    return database.inTransaction(
        entities ->
            Optional.ofNullable(entities.find(ApiKey.class, id))
                .map(key -> Secret.ofHash(key.hash)));
  }

  private Optional<Known> load(Secret secret) {
    return database.inTransaction(
        entities -> {
          Optional<Known> found = select(entities, secret);
          found.ifPresent(key -> touch(entities, key));
          return found;
        });
  }

  private static Optional<Known> select(EntityManager entities, Secret secret) {
    return entities
        .createQuery("select k from ApiKey k where k.hash = :hash", ApiKey.class)
        .setParameter("hash", secret.bytes())
        .getResultStream()
        .findFirst()
        .filter(key -> isAlive(key.expiresAt, Database.now(entities)))
        .map(Keys::known);
  }

  static boolean isAlive(@Nullable Instant expiresAt, Instant now) {
    return expiresAt == null || expiresAt.isAfter(now);
  }

  static Known known(ApiKey key) {
    return new Known(key.id, key.name, key.role, List.of(key.scopes), key.expiresAt);
  }

  /** Notes the use, at most once a minute: a busy key must not write with every request. */
  private static void touch(EntityManager entities, Known key) {
    entities
        .createNativeQuery(
            "UPDATE ashlar_platform.api_key SET last_used_at = clock_timestamp() WHERE id = :id"
                + " AND (last_used_at IS NULL"
                + " OR last_used_at < clock_timestamp() - interval '1 minute')")
        .setParameter("id", key.id())
        .executeUpdate();
  }

  /** Stores a key and answers it with its secret, which is not kept. */
  KeysResource.Created create(Caller caller, Wanted wanted) {
    String secret = Secret.random("ashlar_");
    ApiKey stored =
        database.inTransaction(
            entities -> {
              ApiKey key = new ApiKey();
              key.id = UUID.randomUUID();
              key.name = wanted.name();
              key.role = wanted.role();
              key.scopes = wanted.scopes().toArray(String[]::new);
              key.hash = Secret.of(secret).bytes();
              key.createdAt = Database.now(entities);
              key.expiresAt = wanted.expiresAt();
              entities.persist(key);
              audit.record(caller, "key.create", key.name + " (" + key.id + ")");
              return key;
            });
    return new KeysResource.Created(
        stored.id,
        stored.name,
        stored.role,
        List.of(stored.scopes),
        secret,
        stored.createdAt,
        stored.expiresAt);
  }

  /** Keys after an id, in the order of ids. */
  List<KeysResource.Listed> list(@Nullable UUID after, int limit) {
    return database.inTransaction(
        entities ->
            entities
                .createQuery(
                    "select k from ApiKey k where :after is null or k.id > :after order by k.id",
                    ApiKey.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(
                    k ->
                        new KeysResource.Listed(
                            k.id,
                            k.name,
                            k.role,
                            List.of(k.scopes),
                            k.createdAt,
                            k.expiresAt,
                            k.lastUsedAt))
                .toList());
  }

  /**
   * Notes that somebody was given the credentials that belong to a key; false without such a key.
   */
  boolean noteCredentials(Caller caller, UUID id) {
    return database.inTransaction(
        entities -> {
          ApiKey key = entities.find(ApiKey.class, id);
          if (key == null) {
            return false;
          }
          audit.record(caller, "key.aws-credentials", key.name + " (" + id + ")");
          return true;
        });
  }

  /** Deletes a key with the sessions that signed in with it; false when there is none. */
  boolean delete(Caller caller, UUID id) {
    boolean deleted =
        database.inTransaction(
            entities -> {
              ApiKey key = entities.find(ApiKey.class, id);
              if (key == null) {
                return false;
              }
              entities.remove(key);
              audit.record(caller, "key.delete", key.name + " (" + id + ")");
              return true;
            });
    known.invalidateAll();
    hints.send(CHANGED);
    return deleted;
  }
}
