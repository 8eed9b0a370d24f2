package dev.ashlar.lock;

import dev.ashlar.lock.LockCommand.Acquire;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** Carries out a batch of commands in an open transaction. */
final class LockWriter {
  private final LockTable table;
  private final LockChanges changes;
  private final UUID self;

  /**
   * @param self incarnation of this node
   * @param patience how long to wait for a lock whose row somebody else has locked, 0 for as long
   *     as it takes
   */
  LockWriter(Connection connection, UUID self, Duration patience) {
    this.table = new LockTable(connection, patience);
    this.changes = new LockChanges(connection);
    this.self = self;
  }

  /**
   * What became of a batch.
   *
   * @param results one for each command, in order
   * @param delivered what was granted to waiters of this node
   * @param called other nodes, whose waiters are next
   * @param unfinished locks that are to be looked at again at once
   * @param watched whether leaders or holders with a session changed, which streams tell of
   */
  record Written(
      List<LockResult> results,
      Map<UUID, LockResult.Granted> delivered,
      Set<UUID> called,
      Set<String> unfinished,
      boolean watched) {
    static Written ofNothing(LockResult result) {
      return new Written(List.of(result), Map.of(), Set.of(), Set.of(), false);
    }
  }

  Written write(List<LockCommand> commands) throws SQLException {
    long asked = System.nanoTime();
    LockTable.Current current = table.lock(wanted(commands));
    LockDecider decider = new LockDecider(surroundings(commands, current, asked));
    List<LockResult> results = new ArrayList<>(commands.size());
    for (LockCommand command : commands) {
      LockState lock = current.locks().get(command.lock());
      results.add(lock == null ? nothing(command) : decider.decide(lock, command));
    }
    count(commands, results, current);
    Collection<LockState> locks = current.locks().values();
    changes.store(locks, current.now());
    boolean watched = locks.stream().anyMatch(LockWriter::isWatched);
    LockTurns turns = decider.turns();
    return new Written(results, turns.delivered(), turns.called(), turns.unfinished(), watched);
  }

  /** Carries out what it can without waiting; nothing is done about locks that are busy. */
  Written writeFree(List<LockCommand> commands) throws SQLException {
    Set<String> busy = table.busy(commands.stream().map(LockCommand::lock).distinct().toList());
    Written written = write(commands.stream().filter(c -> !busy.contains(c.lock())).toList());
    Iterator<LockResult> results = written.results.iterator();
    List<LockResult> all = new ArrayList<>(commands.size());
    for (LockCommand command : commands) {
      all.add(busy.contains(command.lock()) ? new LockResult.Busy() : results.next());
    }
    return new Written(all, written.delivered, written.called, written.unfinished, written.watched);
  }

  /** What comes of a command to a lock that never was. */
  private static LockResult nothing(LockCommand command) {
    if (command instanceof LockCommand.Renew) {
      return new LockResult.Lost();
    }
    return command instanceof LockCommand.Leave
        ? new LockResult.Held(List.of(), 1, Long.MAX_VALUE)
        : new LockResult.Done(false);
  }

  private static boolean isWatched(LockState lock) {
    Stream<Grant> concerned =
        Stream.of(
                lock.newHolders().stream(),
                lock.changedHolders().stream(),
                lock.past.stream().map(LockState.Former::grant))
            .flatMap(grants -> grants);
    return lock.name.startsWith(LockBodies.ELECTION)
        ? concerned.findAny().isPresent()
        : concerned.anyMatch(grant -> grant.session() != null);
  }

  private static LockTable.Wanted wanted(List<LockCommand> commands) {
    Set<String> locks = new TreeSet<>();
    Set<String> toCreate = new TreeSet<>();
    Set<UUID> waiters = new HashSet<>();
    Set<String> tickets = new HashSet<>();
    for (LockCommand command : commands) {
      locks.add(command.lock());
      if (command.creates()) {
        toCreate.add(command.lock());
      }
      if (command instanceof Acquire acquire && acquire.claim().ticket() != null) {
        tickets.add(acquire.claim().ticket());
      } else if (command instanceof LockCommand.Leave leave) {
        waiters.add(leave.waiter());
      } else if (command instanceof LockCommand.Abandon abandon) {
        waiters.add(abandon.lease());
      }
    }
    return new LockTable.Wanted(locks, toCreate, waiters, tickets);
  }

  private Surroundings surroundings(
      List<LockCommand> commands, LockTable.Current current, long asked) throws SQLException {
    Map<String, Instant> sessions = new HashMap<>(current.sessions());
    Set<String> named = new HashSet<>();
    for (LockCommand command : commands) {
      if (command instanceof Acquire acquire && acquire.claim().session() != null) {
        named.add(acquire.claim().session());
      }
    }
    LockTable.Sessions found = table.sessions(named);
    sessions.putAll(found.ends());
    return new Surroundings(asked, current.now(), self, current.alive(), sessions, found.full());
  }

  /** Fills in the places in the whole queue, of which only a part was looked at. */
  private void count(
      List<LockCommand> commands, List<LockResult> results, LockTable.Current current)
      throws SQLException {
    List<Integer> which = new ArrayList<>();
    List<Integer> locks = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      LockState lock = current.locks().get(commands.get(i).lock());
      if (lock != null && results.get(i) instanceof LockResult.Held held) {
        which.add(i);
        locks.add(lock.id);
        places.add(held.number());
      }
    }
    if (which.isEmpty()) {
      return;
    }
    List<Long> before = table.countBefore(locks, places);
    for (int i = 0; i < which.size(); i++) {
      LockResult.Held held = (LockResult.Held) results.get(which.get(i));
      results.set(
          which.get(i), new LockResult.Held(held.holders(), before.get(i) + 1, held.number()));
    }
  }
}
