package dev.ashlar.platform.idempotency;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.OpenTransaction;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first answers to calls with an Idempotency-Key. Thread-safe. */
@ApplicationScoped
class IdempotentAnswers {
  private static final String LOCK = "SELECT pg_try_advisory_xact_lock(:id)";
  private static final String FORGET =
      """
      DELETE FROM ashlar_platform.idempotent_answer WHERE id IN (
          SELECT id FROM ashlar_platform.idempotent_answer
          WHERE created_at < clock_timestamp() - interval '24 hours'
          ORDER BY created_at LIMIT 20 FOR UPDATE SKIP LOCKED)
      """;
  private static final Duration KEPT = Duration.ofHours(24);

  @Inject Database database;
  @Inject OpenTransaction transaction;

  /** Opens the transaction of a first call; for a repeated one, answers what the first answered. */
  @Nullable Response begin(IdempotentCall call) throws IOException {
    transaction.begin();
    boolean opened = false;
    try {
      Optional<IdempotentAnswer> first = database.inTransaction(entities -> find(entities, call));
      if (first.isPresent()) {
        return replay(first.get(), call);
      }
      opened = true;
      return null;
    } finally {
      if (!opened) {
        transaction.rollBack();
      }
    }
  }

  /** Commits the effect of a first call with its answer, or undoes it when it failed. */
  void end(IdempotentCall call, ContainerResponseContext response) throws IOException {
    try {
      if (response.getStatus() >= 200 && response.getStatus() <= 299) {
        keep(call, response);
        transaction.commit();
      }
    } finally {
      transaction.rollBack();
    }
  }

  private void keep(IdempotentCall call, ContainerResponseContext response) throws IOException {
    byte[] body = response.hasEntity() ? Json.MAPPER.writeValueAsBytes(response.getEntity()) : null;
    byte[] fingerprint = call.fingerprint();
    String location = response.getHeaderString(HttpHeaders.LOCATION);
    database.inTransaction(
        entities -> {
          store(entities, call, fingerprint, response.getStatus(), location, body);
          return true;
        });
  }

  private static Optional<IdempotentAnswer> find(EntityManager entities, IdempotentCall call) {
    boolean locked =
        (boolean)
            entities.createNativeQuery(LOCK).setParameter("id", call.lockId()).getSingleResult();
    if (!locked) {
      throw new ProblemException(
              409, "conflict", "The first call with this Idempotency-Key is still under way.")
          .retryAfter(1);
    }
    Database.waitForClient(entities);
    Instant now = Database.now(entities);
    return Optional.ofNullable(entities.find(IdempotentAnswer.class, call.id()))
        .filter(found -> found.createdAt.plus(KEPT).isAfter(now));
  }

  private static Response replay(IdempotentAnswer first, IdempotentCall call) throws IOException {
    if (!MessageDigest.isEqual(first.fingerprint, call.fingerprint())) {
      throw new ProblemException(
          422,
          "idempotency-key-reused",
          "This Idempotency-Key was used with another request; take a new one for each.");
    }
    Response.ResponseBuilder answer =
        Response.status(first.status).header("Idempotent-Replayed", "true");
    if (!first.headers.isEmpty()) {
      answer.header(HttpHeaders.LOCATION, first.headers);
    }
    return first.body == null
        ? answer.build()
        : answer.type(MediaType.APPLICATION_JSON).entity(call.seal().open(first.body)).build();
  }

  private static void store(
      EntityManager entities,
      IdempotentCall call,
      byte[] fingerprint,
      int status,
      @Nullable String location,
      byte @Nullable [] body) {
    entities.createNativeQuery(FORGET).executeUpdate();
    // One that is too old to be replayed may stand in the way.
    entities
        .createQuery("delete from IdempotentAnswer a where a.id = :id")
        .setParameter("id", call.id())
        .executeUpdate();
    entities.clear();
    IdempotentAnswer answer = new IdempotentAnswer();
    answer.id = call.id();
    answer.fingerprint = fingerprint;
    answer.status = status;
    answer.headers = location == null ? "" : location;
    answer.body = body == null ? null : call.seal().close(body);
    answer.createdAt = Database.now(entities);
    entities.persist(answer);
  }
}
