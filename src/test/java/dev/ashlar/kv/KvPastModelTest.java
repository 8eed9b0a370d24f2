package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.kv.KvModel.Change;
import dev.ashlar.kv.KvModel.Known;
import dev.ashlar.kv.KvPast.Happened;
import dev.ashlar.kv.KvQueries.BucketState;
import dev.ashlar.kv.KvQueries.Found;
import dev.ashlar.kv.KvRangeQuery.Listed;
import dev.ashlar.kv.KvTransaction.Step;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Whatever was written, every state and every change can be looked back on, as a model has it. */
class KvPastModelTest {
  private static final KvDatabase DATABASE = new KvDatabase();
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static final List<String> KEYS = List.of("a", "a/1", "b", "é", "🔑");
  private static final Duration AT_ONCE = Duration.ofNanos(1_000);

  /** Beyond it, lists find what changed in another way. */
  private static final long LONG_AGO = 20_000;

  private KvModel model = new KvModel();

  enum Kind {
    PUT,
    PUT_FOR_A_MOMENT,
    PUT_FOR_LONG,
    DELETE,
    INCREMENT,
    PROLONG,
    FOR_EVER
  }

  record Op(Kind kind, String key, int number) {}

  /** One write, or several as a transaction. */
  record Command(List<Op> ops, boolean together) {}

  /**
   * A batch.
   *
   * @param slots where its history goes: of which of three ages the bucket is
   */
  record Batch(List<Command> commands, int slots) {}

  @Provide
  Arbitrary<List<Batch>> histories() {
    Arbitrary<Op> op =
        Combinators.combine(
                Arbitraries.of(Kind.class),
                Arbitraries.of(KEYS),
                Arbitraries.integers().between(0, 2_000))
            .as(Op::new);
    Arbitrary<Command> command =
        Combinators.combine(op.list().ofMinSize(1).ofMaxSize(4), Arbitraries.of(true, false))
            .as(Command::new);
    return Combinators.combine(
            command.list().ofMinSize(1).ofMaxSize(5), Arbitraries.integers().between(0, 2))
        .as(Batch::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .withoutEdgeCases();
  }

  @Property(tries = 10)
  void everyStateAndEveryChangeIsRemembered(
      @ForAll("histories") List<Batch> history,
      @ForAll @IntRange(min = 0, max = 2) int dropped,
      @ForAll @IntRange(min = 1, max = 6) int limit) {
    model = new KvModel();
    String name = "past-" + BUCKETS.incrementAndGet();
    history.forEach(batch -> write(name, batch));
    if (model.revision() == 0) {
      return;
    }
    check(name, 1, limit);

    drop(dropped);
    long oldest = number("compacted", name);
    assertThat(oldest).isBetween(0L, model.revision());
    check(name, Math.max(1, oldest), limit);
  }

  private void write(String name, Batch batch) {
    List<KvCommand> commands = new ArrayList<>();
    for (Command command : batch.commands) {
      commands.addAll(commands(name, command));
    }
    DATABASE.execute(
        "UPDATE ashlar_kv.bucket SET history_millis = "
            + List.of(3_600_000L, 86_400_000L, 864_000_000L).get(batch.slots)
            + " WHERE name = '"
            + name
            + "'");
    List<KvResult> results = DATABASE.write(commands);
    for (int i = 0; i < commands.size(); i++) {
      model.apply(commands.get(i), results.get(i));
    }
    List<String> over = model.expire(Instant.now().plus(Duration.ofHours(1)));
    List<KvWrite> expiries = over.stream().map(key -> KvWrite.expire(name, key)).toList();
    if (!expiries.isEmpty()) {
      List<KvResult> unused = DATABASE.write(expiries);
    }
    assertThat(number("revision", name)).isEqualTo(model.revision());
  }

  private static List<KvCommand> commands(String name, Command command) {
    if (!command.together) {
      return command.ops.stream()
          .<KvCommand>map(op -> new KvWrite(name, op.key, action(op), null, KvDatabase.AUTHOR))
          .toList();
    }
    Set<String> written = new TreeSet<>();
    List<Step> steps = new ArrayList<>();
    for (Op op : command.ops) {
      KvWrite.Action action = action(op);
      boolean writes = action instanceof KvWrite.Put || action instanceof KvWrite.Delete;
      steps.add(new Step(op.key, writes && written.add(op.key) ? action : null));
    }
    return List.of(new KvTransaction(name, List.of(), steps, List.of(), KvDatabase.AUTHOR));
  }

  private static KvWrite.Action action(Op op) {
    String number = Integer.toString(op.number);
    byte[] value = (op.number % 3 == 0 ? number : number.repeat(op.number)).getBytes(UTF_8);
    return switch (op.kind) {
      case PUT -> new KvWrite.Put(value, "a/" + op.number % 7, null);
      case PUT_FOR_A_MOMENT -> new KvWrite.Put(value, "a/b", AT_ONCE);
      case PUT_FOR_LONG -> new KvWrite.Put(value, "a/b", Duration.ofDays(op.number + 1));
      case DELETE -> new KvWrite.Delete();
      case INCREMENT -> new KvWrite.Increment(new BigDecimal(op.number), null);
      case PROLONG -> new KvWrite.Prolong(Duration.ofDays(op.number + 1));
      case FOR_EVER -> new KvWrite.Prolong(null);
    };
  }

  /** Drops the history of an age, if there is any. */
  private static void drop(int slots) {
    String present =
        "SELECT coalesce(max(slot), -1) FROM ashlar_kv.change WHERE slot / 10000000 = ";
    for (long slot = DATABASE.number(present + slots);
        slot >= 0;
        slot = DATABASE.number(present + slots)) {
      DATABASE.execute("SELECT ashlar_kv.drop_slot(" + slot + ")");
    }
  }

  private void check(String name, long oldest, int limit) {
    Object unused =
        DATABASE.inTransaction(
            connection -> {
              BucketState state = KvDatabase.bucket(connection, name);
              for (long revision = oldest; revision <= model.revision(); revision++) {
                checkReads(connection, state, revision);
                checkLists(connection, state, revision, limit);
                assertThat(new KvPast(connection).isKept(state, revision)).isTrue();
              }
              assertThat(new KvPast(connection).isKept(state, state.compacted() - 1)).isFalse();
              checkChanges(connection, state, oldest);
              checkHistories(connection, state, state.compacted());
              return state;
            });
  }

  private void checkReads(Connection connection, BucketState state, long revision)
      throws SQLException {
    for (String key : KEYS) {
      Found found = new KvPast(connection).read(state, key, revision);
      Known known = model.at(revision, key);
      if (known == null) {
        assertThat(found).as("%s at %s", key, revision).isInstanceOf(Found.NoKey.class);
      } else {
        assertThat(found).as("%s at %s", key, revision).isInstanceOf(Found.Value.class);
        Found.Value value = (Found.Value) found;
        assertThat(value.entry()).isEqualTo(known.entry());
        assertThat(text(value.value())).isEqualTo(known.value());
      }
    }
  }

  private void checkLists(Connection connection, BucketState state, long revision, int limit)
      throws SQLException {
    BucketState later =
        new BucketState(
            state.id(),
            state.name(),
            state.revision() + LONG_AGO,
            state.compacted(),
            state.config());
    KvRangeQuery query = new KvRangeQuery(connection);
    NavigableMap<String, Known> all = model.states.get((int) revision);
    for (KvRange range :
        List.of(new KvRange("", null), KvRange.ofPrefix("a"), new KvRange("a/", "é"))) {
      NavigableMap<String, Known> within = all.subMap(range.start(), true, range.upper(), false);
      assertThat(query.count(state, revision, range)).isEqualTo(within.size());
      for (BucketState each : List.of(state, later)) {
        List<Listed> up = pages(query, each, revision, range, false, limit);
        List<Listed> down = pages(query, each, revision, range, true, limit);
        assertListed(up, within.values());
        assertListed(down, within.descendingMap().values());
      }
    }
  }

  private static List<Listed> pages(
      KvRangeQuery query,
      BucketState state,
      long revision,
      KvRange range,
      boolean reverse,
      int limit)
      throws SQLException {
    List<Listed> all = new ArrayList<>();
    String after = null;
    while (true) {
      KvRangeQuery.Part part = new KvRangeQuery.Part(range, after, reverse, limit, Long.MAX_VALUE);
      List<Listed> page = query.list(state, revision, part);
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page);
      if (page.size() < limit || all.size() > KEYS.size()) {
        return all;
      }
      after = page.get(page.size() - 1).entry().key();
    }
  }

  private static void assertListed(List<Listed> listed, Collection<Known> expected) {
    assertThat(listed.stream().map(l -> new Known(l.entry(), String.valueOf(text(l.value())))))
        .containsExactlyElementsOf(expected);
  }

  private void checkChanges(Connection connection, BucketState state, long oldest)
      throws SQLException {
    List<KvPosition> positions = new ArrayList<>(List.of(KvPosition.after(state.compacted())));
    model.changes.stream()
        .map(Change::position)
        .filter(position -> position.complete() >= oldest)
        .forEach(positions::add);
    for (KvPosition position : positions) {
      List<Change> expected =
          model.changes.stream().filter(c -> c.position().compareTo(position) > 0).toList();
      List<Happened> found =
          new KvPast(connection).after(state, position, Integer.MAX_VALUE, Long.MAX_VALUE);
      assertThat(found.stream().map(KvPastModelTest::shown))
          .as("after %s", position)
          .containsExactlyElementsOf(expected.stream().map(KvPastModelTest::shown).toList());
      List<Happened> two = new KvPast(connection).after(state, position, 2, Long.MAX_VALUE);
      assertThat(two.stream().map(KvPastModelTest::shown))
          .containsExactlyElementsOf(
              expected.stream().limit(2).map(KvPastModelTest::shown).toList());
    }
  }

  private void checkHistories(Connection connection, BucketState state, long oldest)
      throws SQLException {
    for (String key : KEYS) {
      List<String> expected =
          new ArrayList<>(
              model.changes.stream()
                  .filter(change -> change.key().equals(key) && change.revision() > oldest)
                  .map(KvPastModelTest::shown)
                  .toList());
      KvPast past = new KvPast(connection);
      assertThat(past.ofKey(state, key, 0, 1_000, false, Long.MAX_VALUE).stream())
          .extracting(KvPastModelTest::shown)
          .containsExactlyElementsOf(expected);
      java.util.Collections.reverse(expected);
      assertThat(past.ofKey(state, key, Long.MAX_VALUE, 1_000, true, Long.MAX_VALUE).stream())
          .extracting(KvPastModelTest::shown)
          .containsExactlyElementsOf(expected);
    }
  }

  /** What a watcher is told: of a put all, of what went the key as it was. */
  private static String shown(Happened happened) {
    Entry entry = happened.entry();
    String value =
        happened.event() == KvBatch.Event.PUT
            ? " %s %s %s %s"
                .formatted(
                    entry.size(), entry.updatedAt(), entry.expiresAt(), text(happened.value()))
            : "";
    return shown(
        new KvPosition(entry.revision(), happened.n()),
        happened.event().lowerCase(),
        happened.author(),
        entry,
        value);
  }

  private static String shown(Change change) {
    Entry entry = change.known().entry();
    String value =
        change.event().equals("put")
            ? " %s %s %s %s"
                .formatted(
                    entry.size(), entry.updatedAt(), entry.expiresAt(), change.known().value())
            : "";
    return shown(change.position(), change.event(), change.author(), entry, value);
  }

  private static String shown(
      KvPosition position, String event, String author, Entry entry, String value) {
    return "%s %s %s by %s %s %s %s%s"
        .formatted(
            position,
            event,
            entry.key(),
            author,
            entry.version(),
            entry.contentType(),
            entry.createdAt(),
            value);
  }

  private static long number(String column, String name) {
    return DATABASE.number(
        "SELECT coalesce(max("
            + column
            + "), 0) FROM ashlar_kv.bucket WHERE NOT dropped AND name = '"
            + name
            + "'");
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, UTF_8);
  }
}
