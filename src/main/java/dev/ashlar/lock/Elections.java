package dev.ashlar.lock;

import dev.ashlar.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elections: locks of whose holder all know, with what he says of himself. Thread-safe. */
@ApplicationScoped
class Elections {
  private static final String LEADERS =
      """
      SELECT l.name, l.token AS newest, h.*, s.expires_at AS session_end
      FROM ashlar_lock.lock l
      LEFT JOIN (ashlar_lock.holder h LEFT JOIN ashlar_lock.session s ON s.id = h.session)
          ON h.lock_id = l.id AND coalesce(h.expires_at, s.expires_at) > clock_timestamp()
      WHERE l.name = ANY(?)
      """;

  @Inject Database database;
  @Inject LockViews views;

  /**
   * An election.
   *
   * @param leader null while nobody leads
   * @param token of the newest leader, 0 when there was none yet
   */
  public record View(
      String name,
      @Nullable String leader,
      long token,
      @Nullable String value,
      @Nullable Instant expiresAt) {
    static View of(String name, Grant grant) {
      return new View(name, grant.owner(), grant.token(), grant.metadata(), grant.expiresAt());
    }

    static View leaderless(String name, long token) {
      return new View(name, null, token, null, null);
    }

    /** Whether this is another leader, or the same who says something else. */
    boolean differsFrom(@Nullable View other) {
      return other == null
          || token != other.token
          || !java.util.Objects.equals(leader, other.leader)
          || !java.util.Objects.equals(value, other.value);
    }
  }

  /** Who waits to lead; {@code place} counts from 1. */
  public record Candidate(String owner, long place, Instant since) {}

  /** An election with those who want to lead, and who led. */
  public record Detail(
      String name,
      @Nullable String leader,
      long token,
      @Nullable String value,
      @Nullable Instant expiresAt,
      List<Candidate> candidates,
      List<LockViews.Past> history) {}

  Detail detail(String name) {
    LockViews.Detail detail = views.detail(LockBodies.ELECTION + name);
    View view = view(detail.summary());
    return new Detail(
        name,
        view.leader,
        view.token,
        view.value,
        view.expiresAt,
        detail.waiters().stream().map(w -> new Candidate(w.owner(), w.place(), w.since())).toList(),
        detail.history());
  }

  /** The elections whose names begin with this, after a name. */
  List<View> list(String prefix, String after, int limit) {
    return views.list(LockBodies.ELECTION + prefix, LockBodies.ELECTION + after, limit).stream()
        .map(Elections::view)
        .toList();
  }

  /** How elections stand, by name. */
  Map<String, View> read(Collection<String> names) {
    Object[] locks = names.stream().map(name -> LockBodies.ELECTION + name).toArray();
    return database.sqlInTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LEADERS)) {
            statement.setArray(1, connection.createArrayOf("text", locks));
            try (ResultSet row = statement.executeQuery()) {
              Map<String, View> found = new HashMap<>();
              while (row.next()) {
                String name = name(row.getString("name"));
                found.put(
                    name,
                    row.getObject("lease") == null
                        ? View.leaderless(name, row.getLong("newest"))
                        : View.of(name, LockRows.grant(row)));
              }
              return found;
            }
          }
        });
  }

  private static View view(LockViews.Summary summary) {
    String name = name(summary.lock());
    return summary.holders().isEmpty()
        ? View.leaderless(name, summary.token())
        : View.of(name, summary.holders().get(0));
  }

  private static String name(String lock) {
    return lock.substring(LockBodies.ELECTION.length());
  }
}
