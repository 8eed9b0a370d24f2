package dev.ashlar.kv;

import dev.ashlar.kv.KvBatch.Address;
import dev.ashlar.kv.KvBatch.Row;
import dev.ashlar.kv.KvTable.Wanted;
import dev.ashlar.platform.http.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Carries out a batch of commands in an open transaction. */
final class KvWriter {
  /** Values up to this size are read with the keys; a number is never longer. */
  private static final int SMALL_VALUE = 1_024;

  private static final long MOST_VALUES = 32L << 20;

  private final KvTable table;
  private final KvFences fences;
  private final Set<Integer> openSlots;

  /**
   * @param openSlots slots of the history that are known to be open
   */
  KvWriter(Connection connection, Set<Integer> openSlots) {
    this.table = new KvTable(connection);
    this.fences = new KvFences(connection);
    this.openSlots = openSlots;
  }

  /** One result for each command, in order; a command that is refused does nothing by itself. */
  List<KvResult> write(List<? extends KvCommand> commands) throws SQLException {
    Collection<String> names = new TreeSet<>();
    Collection<String> toCreate = new TreeSet<>();
    for (KvCommand command : commands) {
      names.add(command.bucket());
      if (command.createsBucket()) {
        toCreate.add(command.bucket());
      }
    }
    KvTable.Current current = table.lock(names, toCreate, wanted(commands), SMALL_VALUE);
    readLargeValues(commands, current);
    KvFences.Held held = held(commands, current.now());
    KvBatch batch = new KvBatch(current.buckets(), current.rows(), held.now());
    List<KvResult> results = decide(commands, batch, held.fences());
    openSlots(batch);
    table.store(batch);
    return results;
  }

  /** The fences of the commands that hold; a batch without any does not ask. */
  private KvFences.Held held(List<? extends KvCommand> commands, Instant now) throws SQLException {
    Set<KvFence> asked = new HashSet<>();
    for (KvCommand command : commands) {
      if (command.fence() != null) {
        asked.add(command.fence());
      }
    }
    return asked.isEmpty() ? new KvFences.Held(now, asked) : fences.held(asked);
  }

  private static List<KvResult> decide(
      List<? extends KvCommand> commands, KvBatch batch, Set<KvFence> held) {
    KvDecider decider = new KvDecider(batch);
    List<KvResult> results = new ArrayList<>(commands.size());
    for (KvCommand command : commands) {
      boolean may = command.fence() == null || held.contains(command.fence());
      results.add(may ? decider.decide(command) : KvFence.STALE);
    }
    return results;
  }

  /** Each key once, with its value if any command needs it. */
  private static List<Wanted> wanted(List<? extends KvCommand> commands) {
    Map<Wanted, Wanted> wanted = new LinkedHashMap<>();
    for (KvCommand command : commands) {
      for (Wanted each : command.wanted()) {
        wanted.merge(
            new Wanted(each.bucket(), each.key(), false),
            each,
            (one, other) -> one.value() ? one : other);
      }
    }
    return List.copyOf(wanted.values());
  }

  /**
   * Reads what transactions need of large values.
   *
   * @throws ProblemException when that is too much; the batch is halved then
   */
  private void readLargeValues(List<? extends KvCommand> commands, KvTable.Current current)
      throws SQLException {
    Set<Row> missing = new HashSet<>();
    for (KvCommand command : commands) {
      KvBatch.Bucket bucket = current.buckets().get(command.bucket());
      if (command instanceof KvTransaction && bucket != null) {
        for (Wanted each : command.wanted()) {
          Row row = current.rows().get(new Address(bucket.id, each.key()));
          if (each.value() && row != null && row.value == null) {
            missing.add(row);
          }
        }
      }
    }
    if (missing.stream().mapToLong(r -> Objects.requireNonNull(r.entry).size()).sum()
        > MOST_VALUES) {
      throw ProblemException.tooLarge("A transaction may read 32 MiB of values at most.");
    }
    if (!missing.isEmpty()) {
      table.readValues(List.copyOf(missing));
    }
  }

  private void openSlots(KvBatch batch) throws SQLException {
    Set<Integer> needed = new TreeSet<>();
    for (KvBatch.Bucket bucket : batch.buckets()) {
      needed.add(KvSlots.of(bucket.config.historyAge(), batch.now()));
    }
    needed.removeAll(openSlots);
    for (int slot : needed) {
      table.openSlot(slot);
    }
  }
}
