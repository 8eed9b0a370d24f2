package dev.ashlar.platform.security;

import dev.ashlar.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of administrative changes. Thread-safe. */
@ApplicationScoped
public class Audit {
  @Inject Database database;

  /**
   * An entry of the log.
   *
   * @param action what was done, like {@code key.create}
   * @param target what it was done to
   * @param from network address it came from
   */
  public record Entry(
      long id, Instant at, String actor, String action, String target, String from) {}

  /**
   * Records a change; called in the change's own transaction, so that neither is without the other.
   */
  public void record(Caller caller, String action, String target) {
    database.inTransaction(
        entities -> {
          AuditRecord entry = new AuditRecord();
          entry.at = Database.now(entities);
          entry.actor = caller.name();
          entry.action = action;
          entry.target = target;
          entry.origin = caller.address();
          entities.persist(entry);
          return entry;
        });
  }

  /** The entries before an id, newest first; of one actor or action only, where it is given. */
  List<Entry> list(long before, @Nullable String actor, @Nullable String action, int limit) {
    return database.inTransaction(
        entities ->
            entities
                .createQuery(
                    "select a from AuditRecord a where a.id < :before"
                        + " and (:actor is null or a.actor = :actor)"
                        + " and (:action is null or a.action = :action) order by a.id desc",
                    AuditRecord.class)
                .setParameter("before", before)
                .setParameter("actor", actor)
                .setParameter("action", action)
                .setMaxResults(limit)
                .getResultStream()
                .map(a -> new Entry(a.id, a.at, a.actor, a.action, a.target, a.origin))
                .toList());
  }
}
