package dev.ashlar.queue;

import dev.ashlar.platform.http.Json;
import dev.ashlar.queue.MessageHead.Place;
import dev.ashlar.queue.QueueTable.Arrived;
import dev.ashlar.queue.QueueTable.News;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose log is kept in memory as the tables keep it. Several nodes decide on it, one at a
 * time, each with what it has read of the log.
 */
final class MemoryQueue {
  static final String NAME = "queue";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final List<News> rows = new ArrayList<>();
  final List<QueueLog.Copy> gone = new ArrayList<>();
  final Map<String, SentMessage> dedup = new HashMap<>();
  final Random random = new Random(1);
  QueueConfig config;
  Instant now = START;

  /** How many messages of a lane are read at once, and known ahead. */
  int ahead = Lane.AHEAD;

  private final Map<Integer, QueueState> nodes = new HashMap<>();
  private @Nullable String checkpoint;
  private long blocks = 1;
  private int node;

  MemoryQueue(boolean fifo) {
    config =
        new QueueConfig(
            7,
            NAME,
            fifo,
            Duration.ofSeconds(30),
            3,
            null,
            Duration.ofDays(14),
            Duration.ZERO,
            1_000,
            Duration.ofMinutes(5),
            new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(10), 0),
            1_000,
            null,
            null);
  }

  /** The settings with other bounds of each group. */
  QueueConfig perGroup(@Nullable Integer concurrency, @Nullable Integer rate) {
    QueueConfig c = config;
    return new QueueConfig(
        c.id(),
        c.name(),
        c.fifo(),
        c.visibilityTimeout(),
        3,
        null,
        c.retention(),
        c.delay(),
        c.maxMessageBytes(),
        c.dedupWindow(),
        c.backoff(),
        c.maxInFlight(),
        concurrency,
        rate);
  }

  MemoryQueue at(int other) {
    node = other;
    return this;
  }

  MemoryQueue after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** What this node had in memory is lost; it goes on from the newest checkpoint. */
  void forget() {
    nodes.remove(node);
  }

  /** The state of this node, after all that is in the log. */
  QueueState state() {
    QueueState state = nodes.computeIfAbsent(node, n -> load());
    takeIn(state, newsAfter(state.applied));
    state.configure(config);
    return state;
  }

  void mark() {
    try {
      checkpoint = Json.MAPPER.writeValueAsString(state().checkpoint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private QueueState load() {
    try {
      QueueState state =
          checkpoint == null
              ? new QueueState(config, ahead)
              : new QueueState(config, ahead, Json.MAPPER.readValue(checkpoint, Checkpoint.class));
      List<News> news = newsAfter(state.applied);
      news.stream().flatMap(row -> Stream.ofNullable(row.head())).forEach(h -> count(state, h));
      takeIn(state, news.stream().filter(row -> row.event() != null).toList());
      return state;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void count(QueueState state, MessageHead head) {
    boolean delayed = head.notBefore() != null;
    state.arriveUnread(
        new Arrived(head.lane(), delayed, null, 1, head.position(), head.notBefore()));
  }

  private List<News> newsAfter(long position) {
    return rows.stream().filter(row -> row.position() > position).toList();
  }

  private void takeIn(QueueState state, List<News> rows) {
    QueueNews news = new QueueNews(state, rows);
    Map<Long, MessageHead> read = new HashMap<>();
    heads()
        .filter(h -> news.unknown().contains(h.position()))
        .forEach(h -> read.put(h.position(), h));
    news.takeIn(read);
  }

  private Stream<MessageHead> heads() {
    return rows.stream().flatMap(row -> Stream.ofNullable(row.head()));
  }

  QueueResult run(QueueCommand command) {
    return run(command, new AnswerBytes());
  }

  /**
   * Runs it as one of a batch.
   *
   * @param bytes of the batch
   */
  QueueResult run(QueueCommand command, AnswerBytes bytes) {
    QueueState state = state();
    do {
      refill(state);
    } while (state.lanes().delayed().isHungry());
    List<Long> drawn = List.of(blocks++ * 4_096, blocks++ * 4_096);
    QueueLog log = new QueueLog(now, drawn);
    log.follows(state);
    QueueDecider decider = new QueueDecider(state, log, random, bytes);
    QueueSends sends = new QueueSends(state, log, dedup);
    QueueResult result =
        command instanceof QueueCommand.Send send ? sends.send(send) : decider.decide(command);
    while (result instanceof QueueResult.Hungry) {
      refill(state);
      result = decider.decide(command);
    }
    if (!state.turns().exhausted().isEmpty()) {
      QueueResult unused = sends.bury(null);
    }
    store(log);
    return result;
  }

  private void store(QueueLog log) {
    log.messages.forEach(m -> rows.add(new News(m.head().position(), m.head(), null, now)));
    log.events.forEach(e -> rows.add(new News(e.position(), null, e.event(), now)));
    log.copies.forEach(c -> rows.add(new News(c.head().position(), c.head(), null, now)));
    gone.addAll(log.copies);
    rows.sort(Comparator.comparingLong(News::position));
  }

  private void refill(QueueState state) {
    for (Lane lane : state.lanes().all().subList(1, state.lanes().all().size())) {
      if (lane.isHungry()) {
        Place after = lane.knownUpTo();
        List<MessageHead> behind =
            heads()
                .filter(h -> state.lanes().of(h) == lane && h.place().compareTo(after) > 0)
                .filter(h -> h.position() > state.purgedUpTo)
                .sorted(Comparator.comparing(MessageHead::place))
                .toList();
        boolean end = behind.size() <= ahead;
        lane.refill(end ? behind : behind.subList(0, ahead), end);
      }
    }
    state.advance(now);
  }

  // What tests send and receive.

  long send(String body) {
    return send(body, 0, null, null);
  }

  /** Sends so many of a group at once. */
  List<Long> sendMany(int number, @Nullable String group) {
    return sendMany(number, group, null);
  }

  List<Long> sendMany(int number, @Nullable String group, @Nullable Duration delay) {
    List<Outgoing> messages = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Content content = new Content(UUID.randomUUID(), new byte[1], null, null, 0, null, null);
      messages.add(new Outgoing(content, group, delay, null));
    }
    return ((QueueResult.Sent) run(new QueueCommand.Send(NAME, messages)))
        .messages().stream().map(SentMessage::position).toList();
  }

  long send(String body, int priority, @Nullable String group, @Nullable Duration delay) {
    Content content =
        new Content(
            UUID.randomUUID(),
            body.getBytes(StandardCharsets.UTF_8),
            null,
            null,
            priority,
            null,
            null);
    Outgoing message = new Outgoing(content, group, delay, null);
    return ((QueueResult.Sent) run(new QueueCommand.Send(NAME, List.of(message))))
        .messages()
        .get(0)
        .position();
  }

  QueueResult.Received receive(int max) {
    return receive(max, null);
  }

  QueueResult.Received receive(int max, @Nullable String attempt) {
    return (QueueResult.Received) run(new QueueCommand.Receive(NAME, max, null, attempt));
  }

  /** The positions that a receive is given. */
  List<Long> take(int max) {
    return positions(receive(max));
  }

  static List<Long> positions(QueueResult.Received received) {
    return received.messages().stream().map(given -> given.head().position()).toList();
  }

  static List<String> receipts(QueueResult.Received received) {
    return received.messages().stream().map(QueueResult.Given::receipt).toList();
  }

  List<ReceiptOutcome> ack(List<String> receipts) {
    return settled(run(new QueueCommand.Ack(NAME, receipts)));
  }

  List<ReceiptOutcome> nack(List<String> receipts, @Nullable Duration delay) {
    return settled(run(new QueueCommand.Nack(NAME, receipts, delay, "broken")));
  }

  List<ReceiptOutcome> extend(List<String> receipts, Duration visibility) {
    return settled(run(new QueueCommand.Extend(NAME, receipts, visibility)));
  }

  QueueResult.Counted counts() {
    return (QueueResult.Counted) run(new QueueCommand.Look(NAME));
  }

  private static List<ReceiptOutcome> settled(QueueResult result) {
    return ((QueueResult.Settled) result).outcomes();
  }
}
