package dev.ashlar.queue;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the messages in memory. Of each group only one is offered, and none when
 * the group may have no more: so nobody has to pass by the others. Not thread-safe.
 */
final class Turns {
  private QueueConfig config;
  private Instant now;
  private final Groups groups;

  /** Those who are offered, in order. */
  private final TreeSet<Item> offers = new TreeSet<>(Item.TURN);

  /** Those who are in flight, or rest. */
  private final TreeSet<Item> hidden = new TreeSet<>(Item.DUE);

  private final Set<Item> exhausted = new LinkedHashSet<>();
  private int inFlight;
  private int inGroups;
  private int groupOffers;

  /**
   * @param paces of groups that have a rate
   */
  Turns(QueueConfig config, Instant now, Map<String, Instant> paces) {
    this.config = config;
    this.now = now;
    this.groups = new Groups(config.fifo());
    paces.forEach((name, pace) -> groups.of(name).pace = pace);
  }

  int inFlight() {
    return inFlight;
  }

  /** How many were given back and are not visible again. */
  int resting() {
    return hidden.size() - inFlight;
  }

  /** Those who failed too often, and are to be moved. */
  List<Item> exhausted() {
    return List.copyOf(exhausted);
  }

  boolean isExhausted(Item item) {
    return exhausted.contains(item);
  }

  boolean isNoisy(@Nullable String group) {
    return !config.fifo() && groups.isNoisy(group, inFlight);
  }

  /** How many messages of a group are in memory and not in flight. */
  int waiting(@Nullable String group) {
    Group known = groups.find(group);
    return known == null ? 0 : known.waiting.size();
  }

  Map<String, Instant> paces() {
    return groups.paces(now);
  }

  /** Takes the settings that stand now; what was dead by the former may live by them. */
  void configure(QueueConfig newConfig) {
    if (newConfig.equals(config)) {
      return;
    }
    config = newConfig;
    List<Item> again = List.copyOf(exhausted);
    exhausted.clear();
    again.forEach(this::enter);
    groups.forEach(this::offer);
  }

  /** Lets time pass: what was hidden until then is visible. */
  void advance(Instant to) {
    now = to;
    while (!hidden.isEmpty() && !hidden.first().visibleAt.isAfter(now)) {
      Item item = hidden.first();
      land(item);
      leave(item);
      enter(item);
    }
    groups.resume(
        now,
        group -> {
          offer(group);
          groups.forgetIfEmpty(group, now);
        });
  }

  /** When time alone will make something visible; null when it will not. */
  @Nullable Instant nextDue() {
    Instant first = hidden.isEmpty() ? null : hidden.first().visibleAt;
    Instant paced = groups.nextDue();
    return first == null || (paced != null && paced.isBefore(first)) ? paced : first;
  }

  /** How many are visible and not offered, because another of their group is or none may be. */
  int heldBack() {
    return inGroups - groupOffers;
  }

  /** Whether somebody is offered. */
  boolean isAnyOffered() {
    return !offers.isEmpty();
  }

  /** The first whose turn it is after another; after null, of all. */
  @Nullable Item after(@Nullable Item item) {
    if (item != null) {
      return offers.higher(item);
    }
    return offers.isEmpty() ? null : offers.first();
  }

  /** Who of a group is offered; null if nobody is. */
  @Nullable Item offered(@Nullable String group) {
    Group known = groups.find(group);
    return known == null ? null : known.offered;
  }

  /** It is not in flight: it waits to be visible, to be moved, or for its turn. */
  void enter(Item item) {
    if (item.head.lane() == MessageHead.DEAD) {
      return;
    }
    boolean isDead = item.touched && item.attempts >= config.maxReceives();
    if (isDead) {
      exhausted.add(item);
    }
    boolean isHidden = item.visibleAt.isAfter(now);
    if (isHidden) {
      hidden.add(item);
    }
    if (item.group() == null) {
      if (!isDead && !isHidden) {
        offers.add(item);
      }
    } else if (config.fifo() || (!isDead && !isHidden)) {
      Group group = groups.of(item.group());
      inGroups += group.waiting.add(item) ? 1 : 0;
      offer(group);
    }
  }

  /** It waits no more; another of its group may be offered. */
  void leave(Item item) {
    offers.remove(item);
    hidden.remove(item);
    exhausted.remove(item);
    Group group = groups.find(item.group());
    if (group != null && group.waiting.remove(item)) {
      inGroups--;
      offer(group);
      groups.forgetIfEmpty(group, now);
    }
  }

  /** A receive has chosen it; the next of its group may be for the same receive. */
  void choose(Item item) {
    if (item.group() != null) {
      groups.of(item.group()).chosen++;
    }
    leave(item);
  }

  /** It is in flight; {@code visibleAt} is until when. */
  void fly(Item item) {
    inFlight++;
    hidden.add(item);
    if (item.group() != null) {
      Group group = groups.of(item.group());
      group.inFlight++;
      group.chosen = Math.max(0, group.chosen - 1);
      if (config.groupRate() != null) {
        group.goes(config.groupRate(), now);
      }
      offer(group);
    }
  }

  /** It is that again which was in flight when this memory was written. */
  void restoreInFlight(Item item) {
    inFlight++;
    hidden.add(item);
    if (item.group() != null) {
      Group group = groups.of(item.group());
      group.inFlight++;
      offer(group); // one before it may have been offered
    }
  }

  /** Nobody has it any more, if anybody had. */
  void land(Item item) {
    if (!item.inFlight) {
      return;
    }
    item.inFlight = false;
    inFlight--;
    Group group = groups.find(item.group());
    if (group != null) {
      group.inFlight--;
      offer(group);
      groups.forgetIfEmpty(group, now);
    }
  }

  /** It is hidden until another time. */
  void hideUntil(Item item, Instant time) {
    hidden.remove(item);
    item.visibleAt = time;
    hidden.add(item);
  }

  private void offer(Group group) {
    if (group.offered != null) {
      offers.remove(group.offered);
      group.offered = null;
      groupOffers--;
    }
    Item first = group.waiting.isEmpty() ? null : group.waiting.first();
    if (first == null
        || exhausted.contains(first)
        || first.visibleAt.isAfter(now)
        || !group.hasRoom(config)) {
      return;
    }
    Integer perSecond = config.groupRate();
    Instant from = perSecond == null ? now : group.mayGoFrom(perSecond, now);
    if (from.isAfter(now)) {
      groups.pause(group, from);
    } else {
      group.offered = first;
      offers.add(first);
      groupOffers++;
    }
  }
}
