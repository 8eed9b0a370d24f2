package dev.ashlar.queue;

import dev.ashlar.queue.Attempts.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue as its log has made it: what waits in its {@link Lanes}, whose turn it is of what is in
 * memory ({@link Turns}), what is being processed. Plain memory, changed by {@link #arrive}, {@link
 * QueueEvents} and the passing of time alone, so that every node that has read the same log holds
 * the same. Not thread-safe.
 */
final class QueueState {
  /** Messages in memory that may be given; beyond it nothing more is looked at. */
  private static final int MOST_WAITING = 20_000;

  /** Messages that rest, having been given back; beyond it nothing is given out. */
  private static final int MOST_RESTING = 120_000;

  private static final int MOST_READ_PAST = 2_000;

  /** Places of a lane that are to be remembered, as those before them are not read yet. */
  private static final int MOST_OUT_OF_TURN = 100_000;

  private static final int MOST_OF_GROUP_OUT_OF_TURN = 100;
  private static final int REMEMBERED_ACKS = 10_000;
  private static final long BYTES_OF_EACH = 300;
  private static final long BYTES_OF_ACK = 100;

  private QueueConfig config;
  private Instant now = Instant.EPOCH;
  private final Lanes lanes;
  private final Map<Long, Item> items = new HashMap<>();
  private final Turns turns;
  private final Attempts attempts;
  private final Map<Long, Long> acked = new LinkedHashMap<>();

  /** The last position of its log that is taken in. */
  long applied;

  long purgedUpTo;

  /** The latest first delay that was given; a FIFO queue lets nobody pass. */
  Instant lastNotBefore = Instant.EPOCH;

  final Meter sent;
  final Meter received;

  /**
   * A queue without messages.
   *
   * @param ahead how many messages of each lane are known ahead
   */
  QueueState(QueueConfig config, int ahead) {
    this.config = config;
    this.lanes = Lanes.empty(ahead);
    this.turns = new Turns(config, now, Map.of());
    this.attempts = new Attempts(Map.of());
    this.sent = new Meter(Map.of());
    this.received = new Meter(Map.of());
  }

  /** A queue as a checkpoint has it. */
  QueueState(QueueConfig config, int ahead, Checkpoint checkpoint) {
    this.config = config;
    this.now = checkpoint.at();
    this.applied = checkpoint.position();
    this.purgedUpTo = checkpoint.purgedUpTo();
    this.lastNotBefore = checkpoint.lastNotBefore();
    this.lanes = checkpoint.newLanes(ahead);
    this.turns = new Turns(config, now, checkpoint.paces());
    this.attempts = new Attempts(checkpoint.attempts());
    this.sent = new Meter(checkpoint.sent());
    this.received = new Meter(checkpoint.received());
    checkpoint.items().forEach(held -> restore(held.item()));
  }

  private void restore(Item item) {
    items.put(item.position(), item);
    if (item.inFlight) {
      turns.restoreInFlight(item);
    } else {
      turns.enter(item);
    }
  }

  Checkpoint checkpoint() {
    return Checkpoint.of(this, lanes, items.values());
  }

  QueueConfig config() {
    return config;
  }

  /** Takes the settings that stand now. */
  void configure(QueueConfig newConfig) {
    config = newConfig;
    turns.configure(newConfig);
  }

  /** The newest time that is known of: the clock of the database may be set back. */
  Instant now() {
    return now;
  }

  /** So long from now, as exactly as the database keeps it. */
  Instant after(Duration time) {
    return now.plus(time).truncatedTo(ChronoUnit.MICROS);
  }

  Lanes lanes() {
    return lanes;
  }

  Turns turns() {
    return turns;
  }

  Attempts attempts() {
    return attempts;
  }

  @Nullable Item item(long position) {
    return items.get(position);
  }

  Collection<Item> items() {
    return items.values();
  }

  /** How many entries a checkpoint has. */
  int size() {
    return items.size() + lanes.all().stream().mapToInt(lane -> lane.outOfTurn().size()).sum();
  }

  /** About how many bytes it takes. */
  long weight() {
    long known = lanes.all().stream().mapToLong(Lane::known).sum();
    return BYTES_OF_EACH * (size() + known + attempts.size()) + BYTES_OF_ACK * acked.size();
  }

  /** The receipt's nonce by which a message was acknowledged lately; null if it was not. */
  @Nullable Long ackedBy(long position) {
    return acked.get(position);
  }

  /** What the client's call was answered; null when it is to be answered anew. */
  @Nullable Attempt attempt(@Nullable String id) {
    Attempt attempt = attempts.find(id, now);
    boolean stands =
        attempt != null && attempt.positions().stream().allMatch(p -> isHeldBy(p, attempt.nonce()));
    return stands ? attempt : null;
  }

  /** Whether the delivery with that nonce still holds the message. */
  boolean isHeldBy(long position, long nonce) {
    Item item = items.get(position);
    return item != null && item.inFlight && item.nonce == nonce;
  }

  /** Whether nobody was given the message after the one with that receipt. */
  boolean wasLastGivenTo(Receipt receipt) {
    Item item = items.get(receipt.position());
    return item != null && item.attempts > 0 && item.nonce == receipt.nonce();
  }

  /** When time alone will make something visible; null when it will not. */
  @Nullable Instant nextDue() {
    Instant next = turns.nextDue();
    if (waiting() >= MOST_WAITING) {
      return next; // for what is delayed there is no room, whatever the time
    }
    if (lanes.delayed().isHungry()) {
      return now;
    }
    MessageHead first = lanes.delayed().first();
    Instant delay = first == null ? null : first.notBefore();
    return next == null || (delay != null && delay.isBefore(next)) ? delay : next;
  }

  /** Whether a receive may find something. */
  boolean hasReady() {
    return turns.isAnyOffered() || lanes.hasReady();
  }

  /** Lets time pass: what was hidden until then is visible. */
  void advance(Instant to) {
    now = to.isAfter(now) ? to : now;
    turns.advance(now);
    MessageHead first = lanes.delayed().first();
    while (first != null && isDue(first) && waiting() < MOST_WAITING) {
      Item unused = pull(first);
      first = lanes.delayed().first();
    }
    attempts.forget(now);
  }

  private int waiting() {
    return items.size() - turns.inFlight() - turns.resting();
  }

  /** How many may be given out as things are. */
  int room() {
    return Math.min(config.maxInFlight() - turns.inFlight(), MOST_RESTING - turns.resting());
  }

  private boolean isDue(MessageHead head) {
    return head.notBefore() == null || !head.notBefore().isAfter(now);
  }

  /** A message was stored. */
  void arrive(MessageHead head) {
    applied = Math.max(applied, head.position());
    Lane lane = lanes.of(head);
    lane.arrive(head);
    if (head.lane() != MessageHead.DEAD) {
      sent.count(head.sentAt(), 1);
    }
    if (head.notBefore() != null) {
      lastNotBefore = head.notBefore().isAfter(lastNotBefore) ? head.notBefore() : lastNotBefore;
      if (lane.isTaken(head.place())) {
        Item unused = pull(head);
      }
    } else if (mayPass(head, lane)) {
      Item unused = pull(head);
    }
  }

  /** Messages were stored that are not read yet. */
  void arriveUnread(QueueTable.Arrived arrived) {
    Lane lane = arrived.delayed() ? lanes.delayed() : lanes.at(arrived.lane());
    lane.arriveUnread(arrived.messages());
    applied = Math.max(applied, arrived.last());
    if (arrived.second() != null) {
      sent.count(Instant.ofEpochSecond(arrived.second()), arrived.messages());
    }
    if (arrived.lastFrom() != null && arrived.lastFrom().isAfter(lastNotBefore)) {
      lastNotBefore = arrived.lastFrom();
    }
  }

  /** Those who make no noise need not wait until all is read that a noisy group has sent. */
  private boolean mayPass(MessageHead head, Lane lane) {
    return !config.fifo()
        && !lane.isComplete()
        && head.lane() != MessageHead.DEAD
        && turns.inFlight() > 0
        && !turns.isNoisy(head.group())
        && turns.waiting(head.group()) < MOST_OF_GROUP_OUT_OF_TURN
        && lane.outOfTurn().size() < MOST_OUT_OF_TURN
        && waiting() < MOST_WAITING;
  }

  /** Takes a message into memory that its lane knows. */
  private Item pull(MessageHead head) {
    Item item = new Item(head);
    if (head.notBefore() != null && !isDue(head)) {
      item.visibleAt = head.notBefore();
    }
    lanes.of(head).take(head);
    items.put(item.position(), item);
    turns.enter(item);
    return item;
  }

  /**
   * The first whose turn it is after another, reading on in the lanes.
   *
   * @param after null for the first of all
   * @param passing whether it is to be let past others, and need not wait for what is not read
   */
  @Nullable Item next(@Nullable Item after, boolean passing) {
    while (true) {
      Item offered = turns.after(after);
      Lane lane =
          config.fifo() && lanes.delayed().isHungry() ? lanes.delayed() : lanes.before(offered);
      if (lane == null || !mayRead(lane, offered)) {
        return offered;
      }
      MessageHead head = lane.first();
      if (head == null) {
        return passing ? offered : null; // more has to be read
      }
      Item unused = pull(head);
    }
  }

  /** Past those whose groups are held back only so far that there is room for others. */
  private boolean mayRead(Lane lane, @Nullable Item offered) {
    if (lanes.isAbove(lane, offered)) {
      return turns.heldBack() < MOST_WAITING;
    }
    int most = turns.isAnyOffered() ? MOST_READ_PAST : MOST_WAITING / 2;
    return waiting() < MOST_WAITING && (config.fifo() || turns.heldBack() < most);
  }

  /**
   * Takes a message into memory; null when it is gone.
   *
   * @param read its head, if it is not known
   */
  @Nullable Item find(long position, Map<Long, MessageHead> read) {
    Item item = items.get(position);
    MessageHead head = read.containsKey(position) ? read.get(position) : lanes.find(position);
    if (item != null || head == null || lanes.of(head).isTaken(head.place())) {
      return item;
    }
    return pull(head);
  }

  /** A message is gone; whoever acknowledged it may repeat that for a while. */
  void remove(Item item, boolean acknowledged) {
    turns.land(item);
    turns.leave(item);
    touch(item);
    items.remove(item.position());
    if (acknowledged) {
      acked.put(item.position(), item.nonce);
      if (acked.size() > REMEMBERED_ACKS) {
        acked.remove(acked.keySet().iterator().next());
      }
    }
  }

  /** It was delivered, or is gone: its lane counts it no more. */
  void touch(Item item) {
    if (!item.touched) {
      item.touched = true;
      lanes.of(item.head).untouched--;
    }
  }
}
