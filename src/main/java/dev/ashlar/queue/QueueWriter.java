package dev.ashlar.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.benmanes.caffeine.cache.Cache;
import dev.ashlar.platform.http.Json;
import dev.ashlar.queue.QueueTable.Current;
import dev.ashlar.queue.QueueTable.DedupId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Carries out a batch of commands in an open transaction. What it leaves in memory is true only if
 * that is committed.
 */
final class QueueWriter {
  /** What so small messages carry is read with them, since they are given out next. */
  private static final int AHEAD_BYTES = 4 << 10;

  /** An SQLSTATE: an error without one is taken for a lost connection. */
  private static final String INTERNAL_ERROR = "XX000";

  private final OpenQueues open;
  private final Cache<Long, Content> contents;
  private final RandomGenerator random;
  private final QueueTable table;
  private final Connection connection;

  private final Map<String, OpenQueue> queues = new LinkedHashMap<>();
  private final Map<String, QueueDecider> deciders = new HashMap<>();
  private final Map<String, QueueSends> senders = new HashMap<>();
  private final Map<Long, Content> stored = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private final Set<String> givenFrom = new LinkedHashSet<>();

  /**
   * @param open the queues that are in memory, by name; changed
   * @param contents what messages carry, by position
   */
  QueueWriter(
      Connection connection,
      OpenQueues open,
      Cache<Long, Content> contents,
      RandomGenerator random) {
    this.connection = connection;
    this.table = new QueueTable(connection);
    this.open = open;
    this.contents = contents;
    this.random = random;
  }

  /**
   * What became of a batch.
   *
   * @param results one for each command, in order
   * @param queues those that it was about
   * @param changed those of which something may have become visible
   * @param givenFrom those of which somebody was given something; others may be, too
   * @param stored what new messages carry, by position
   */
  record Written(
      List<QueueResult> results,
      List<QueueState> queues,
      Set<String> changed,
      Set<String> givenFrom,
      Map<Long, Content> stored) {}

  Written write(List<QueueCommand> commands) throws SQLException {
    Current current = lock(commands);
    forgetIfElsewhere(current);
    QueueLog log = new QueueLog(current.now(), current.blocks());
    QueueAppends appends = new QueueAppends(connection, current.slot());
    bring(commands, current);
    prepare(commands, log);
    List<QueueResult> results = new ArrayList<>(commands.size());
    for (QueueCommand command : commands) {
      QueueResult result = decide(command, current, log, appends);
      if (result instanceof QueueResult.Received received && !received.messages().isEmpty()) {
        givenFrom.add(command.queue());
      }
      results.add(result);
    }
    flush(log, appends);
    mark(commands, appends);
    List<QueueResult> complete = new QueueContents(contents, appends).complete(results, stored);
    List<QueueState> states = queues.values().stream().map(queue -> queue.state).toList();
    return new Written(complete, states, changed, givenFrom, stored);
  }

  private Current lock(List<QueueCommand> commands) throws SQLException {
    Set<String> names = new TreeSet<>();
    Map<Integer, Long> known = new LinkedHashMap<>();
    long rows = 0;
    for (QueueCommand command : commands) {
      names.add(command.queue());
      rows += command.rows();
      OpenQueue queue = open.get(command.queue());
      if (queue != null) {
        known.put(queue.state.config().id(), queue.state.applied);
      }
      names.addAll(command.targets());
    }
    return table.lock(names, QueueLog.blocksFor(rows), known);
  }

  /**
   * Forgets what is in memory when the database is another server, or was started anew: it may have
   * gone back to before what this node knows, and give the same positions again.
   */
  private void forgetIfElsewhere(Current current) {
    if (!open.areOf(current.server())) {
      open.beOf(current.server());
      contents.invalidateAll();
    }
  }

  private void bring(List<QueueCommand> commands, Current current) throws SQLException {
    QueueLoader loader = new QueueLoader(table);
    for (QueueCommand command : commands) {
      String name = command.queue();
      QueueConfig config = current.queues().get(name);
      if (config == null) {
        open.remove(name);
      } else if (!queues.containsKey(name)) {
        OpenQueue queue = loader.bring(config, open.get(name), current);
        open.put(name, queue);
        queues.put(name, queue);
      }
    }
  }

  /** Reads what is known of deduplication ids, and ahead in lanes that are short. */
  private void prepare(List<QueueCommand> commands, QueueLog log) throws SQLException {
    Map<Integer, Map<String, SentMessage>> duplicates = duplicates(commands, log);
    AnswerBytes bytes = new AnswerBytes();
    queues.forEach(
        (name, queue) -> {
          log.follows(queue.state);
          deciders.put(name, new QueueDecider(queue.state, log, random, bytes));
          int id = queue.state.config().id();
          Map<String, SentMessage> known = duplicates.computeIfAbsent(id, q -> new HashMap<>());
          senders.put(name, new QueueSends(queue.state, log, known));
        });
    for (OpenQueue queue : queues.values()) {
      while (queue.state.lanes().delayed().isHungry()) {
        refill(queue.state, 1); // else nobody knows when they are due
      }
    }
    for (QueueCommand command : commands) {
      OpenQueue queue = queues.get(command.queue());
      if (command instanceof QueueCommand.Receive receive && queue != null) {
        refill(queue.state, receive.max());
      } else if (command instanceof QueueCommand.Move move && queue != null) {
        refillAll(queue.state, move.messages().size()); // so that their cursors follow
      } else if (command instanceof QueueCommand.Look && queue != null) {
        refill(queue.state, 1); // to know the oldest
      }
    }
  }

  private Map<Integer, Map<String, SentMessage>> duplicates(
      List<QueueCommand> commands, QueueLog log) throws SQLException {
    Set<DedupId> ids = new LinkedHashSet<>();
    for (QueueCommand command : commands) {
      OpenQueue queue = queues.get(command.queue());
      if (command instanceof QueueCommand.Send send && queue != null) {
        QueueConfig config = queue.state.config();
        for (Outgoing message : send.messages()) {
          String id = message.content().dedupId();
          if (id != null) {
            ids.add(
                new DedupId(
                    config.id(), id, log.now.minus(config.dedupWindow()), queue.state.purgedUpTo));
          }
        }
      }
    }
    return ids.isEmpty() ? new HashMap<>() : table.duplicates(ids);
  }

  private QueueResult decide(
      QueueCommand command, Current current, QueueLog log, QueueAppends appends)
      throws SQLException {
    OpenQueue queue = queues.get(command.queue());
    if (queue == null) {
      return new QueueResult.NotFound();
    }
    QueueState state = queue.state;
    QueueDecider decider = Objects.requireNonNull(deciders.get(command.queue()));
    QueueSends sends = Objects.requireNonNull(senders.get(command.queue()));
    if (command instanceof QueueCommand.Send send) {
      return sends.send(send);
    } else if (command instanceof QueueCommand.Bury bury) {
      return bury(bury, state, sends, current);
    } else if (command instanceof QueueCommand.Move move) {
      return move(move, state, sends, current);
    } else if (command instanceof QueueCommand.Retire) {
      flush(log, appends);
      return new QueueRetention(connection, decider, state).retire();
    }
    QueueResult result = decider.decide(command);
    while (result instanceof QueueResult.Hungry) {
      flush(log, appends);
      refill(state, 1);
      result = decider.decide(command);
    }
    return result;
  }

  private QueueResult bury(
      QueueCommand.Bury bury, QueueState state, QueueSends sends, Current current) {
    if (!Objects.equals(bury.target(), state.config().deadLetterQueue())) {
      return new QueueResult.Done(0); // it was configured anew since
    }
    return sends.bury(bury.target() == null ? null : current.queues().get(bury.target()));
  }

  private QueueResult move(
      QueueCommand.Move move, QueueState state, QueueSends sends, Current current)
      throws SQLException {
    List<Long> positions = move.messages().stream().map(QueueCommand.Moving::position).toList();
    Map<Long, MessageHead> heads = table.heads(state.config().id(), positions);
    List<Item> moved = new ArrayList<>();
    for (QueueCommand.Moving message : move.messages()) {
      MessageHead head = heads.get(message.position());
      QueueConfig target = current.queues().get(message.target());
      boolean fits = head != null && target != null && QueueSends.fits(head, target, message);
      boolean isGone = message.position() <= state.purgedUpTo;
      // Only what is moved is taken into memory.
      Item item = fits && !isGone ? state.find(message.position(), heads) : null;
      if (item != null && !item.inFlight) {
        sends.move(item, Objects.requireNonNull(target), message);
        moved.add(item);
      }
    }
    return sends.moved(moved);
  }

  /** The lanes that are received from. */
  private void refill(QueueState state, int wanted) throws SQLException {
    refill(state, wanted, MessageHead.DEAD + 1);
  }

  /** That of the dead as well. */
  private void refillAll(QueueState state, int wanted) throws SQLException {
    refill(state, wanted, MessageHead.DEAD);
  }

  private void refill(QueueState state, int wanted, int first) throws SQLException {
    List<Lane> lanes = state.lanes().all();
    Map<Long, Content> ahead = new HashMap<>();
    int most = first == MessageHead.DEAD ? -1 : AHEAD_BYTES; // what is moved is not given out
    for (int i = first - MessageHead.DEAD; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane.isShortOf(wanted)) {
        List<MessageHead> next =
            lane.delayed
                ? table.nextDelayed(state, lane.knownUpTo(), Lane.AHEAD)
                : table.next(state, i + MessageHead.DEAD, lane.knownUpTo(), most, ahead);
        lane.refill(next, next.size() < Lane.AHEAD);
      }
    }
    contents.putAll(ahead);
    state.advance(state.now());
  }

  private void flush(QueueLog log, QueueAppends appends) throws SQLException {
    log.messages.forEach(message -> stored.put(message.head().position(), message.content()));
    for (Map.Entry<String, OpenQueue> entry : queues.entrySet()) {
      int id = entry.getValue().state.config().id();
      entry.getValue().grewBy(log.rowsOf(id));
      if (log.makesVisible(id)) {
        changed.add(entry.getKey());
      }
    }
    appends.flush(log);
  }

  private void mark(List<QueueCommand> commands, QueueAppends appends) throws SQLException {
    for (OpenQueue queue : queues.values()) {
      boolean asked =
          commands.stream()
              .anyMatch(c -> c instanceof QueueCommand.Mark && isAbout(c, queue.state));
      if (asked || queue.isMarkDue()) {
        appends.checkpoint(
            queue.state.config().id(), queue.state.applied, json(queue.state.checkpoint()));
        queue.marked();
      }
    }
  }

  private static boolean isAbout(QueueCommand command, QueueState state) {
    return command.queue().equals(state.config().name());
  }

  private static String json(Checkpoint checkpoint) throws SQLException {
    try {
      return Json.MAPPER.writeValueAsString(checkpoint);
    } catch (JsonProcessingException e) {
      throw new SQLException("a checkpoint cannot be written", INTERNAL_ERROR, e);
    }
  }
}
