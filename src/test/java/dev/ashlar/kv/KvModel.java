package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ashlar.kv.KvTransaction.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bucket that remembers every state it had, told by the results of the commands. */
final class KvModel {
  final List<NavigableMap<String, Known>> states = new ArrayList<>(List.of(new TreeMap<>()));
  final List<Change> changes = new ArrayList<>();

  /** A key with its value as text. */
  record Known(Entry entry, String value) {}

  /**
   * A change; of what went, {@code known} is what stood before.
   *
   * @param left how many more of its revision follow
   */
  record Change(long revision, int left, String event, String key, String author, Known known) {
    KvPosition position() {
      return new KvPosition(revision, left);
    }
  }

  private record Pending(String event, String key, String author, Known known) {}

  long revision() {
    return states.size() - 1L;
  }

  NavigableMap<String, Known> newest() {
    return states.get(states.size() - 1);
  }

  void apply(KvCommand command, KvResult result) {
    List<Pending> pending = new ArrayList<>();
    NavigableMap<String, Known> next = new TreeMap<>(newest());
    if (command instanceof KvTransaction transaction) {
      KvResult.Transacted done = (KvResult.Transacted) result;
      List<Step> steps = done.succeeded() ? transaction.then() : transaction.otherwise();
      for (int i = 0; i < steps.size(); i++) {
        Object of = done.results().get(i);
        if (steps.get(i).write() instanceof KvWrite.Put put) {
          put(next, pending, (Entry) Objects.requireNonNull(of), text(put));
        } else if (of instanceof KvResult.Removal removal && removal.deleted()) {
          remove(next, pending, steps.get(i).key(), "delete", KvDatabase.AUTHOR);
        }
      }
    } else {
      apply((KvWrite) command, result, next, pending);
    }
    add(next, pending);
  }

  private static void apply(
      KvWrite write, KvResult result, NavigableMap<String, Known> next, List<Pending> pending) {
    if (result instanceof KvResult.Counted counted) {
      put(next, pending, counted.entry(), counted.value().toPlainString());
    } else if (result instanceof KvResult.Stored stored) {
      String value =
          write.action() instanceof KvWrite.Put put
              ? text(put)
              : Objects.requireNonNull(next.get(write.key())).value;
      put(next, pending, stored.entry(), value);
    } else if (result instanceof KvResult.Deleted) {
      remove(next, pending, write.key(), "delete", KvDatabase.AUTHOR);
    }
  }

  /** The keys whose time is over, in order, each by a change of its own. */
  List<String> expire(Instant now) {
    List<String> over =
        newest().values().stream()
            .map(Known::entry)
            .filter(entry -> entry.expiresAt() != null && !entry.expiresAt().isAfter(now))
            .map(Entry::key)
            .toList();
    for (String key : over) {
      List<Pending> pending = new ArrayList<>();
      NavigableMap<String, Known> next = new TreeMap<>(newest());
      remove(next, pending, key, "expire", "");
      add(next, pending);
    }
    return over;
  }

  private void add(NavigableMap<String, Known> next, List<Pending> pending) {
    int left = pending.size();
    for (Pending change : pending) {
      left--;
      changes.add(
          new Change(revision() + 1, left, change.event, change.key, change.author, change.known));
    }
    if (!pending.isEmpty()) {
      states.add(next);
    }
  }

  private static void put(
      NavigableMap<String, Known> next, List<Pending> pending, Entry entry, String value) {
    Known known = new Known(entry, value);
    next.put(entry.key(), known);
    pending.add(new Pending("put", entry.key(), KvDatabase.AUTHOR, known));
  }

  private static void remove(
      NavigableMap<String, Known> next,
      List<Pending> pending,
      String key,
      String event,
      String author) {
    Known known = Objects.requireNonNull(next.remove(key));
    pending.add(new Pending(event, key, author, known));
  }

  private static String text(KvWrite.Put put) {
    return new String(put.value(), UTF_8);
  }

  /** What stood at a key at a revision; null when it was absent. */
  @Nullable Known at(long revision, String key) {
    return states.get((int) revision).get(key);
  }
}
