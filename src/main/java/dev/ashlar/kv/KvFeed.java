package dev.ashlar.kv;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one bucket as they come, for all watchers of a node. A change finds its watchers
 * by their prefixes, so that it costs no more when there are many others. Thread-safe.
 */
final class KvFeed {
  private final Map<String, Set<KvWatcher>> watchers = new ConcurrentHashMap<>();

  /** How many prefixes there are of each length. */
  private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

  /** Who has read further than the feed, and how far: he is not told again what he knows. */
  private final Map<KvWatcher, KvPosition> ahead = new HashMap<>();

  private @Nullable KvPosition position;

  /** How far changes were delivered; null before the first watcher. */
  synchronized @Nullable KvPosition position() {
    return position;
  }

  /** Takes a watcher who has read up to here; false when changes were delivered since. */
  synchronized boolean join(KvWatcher watcher, KvPosition from) {
    if (position == null) {
      position = from;
    }
    if (from.compareTo(position) < 0) {
      return false;
    }
    Set<KvWatcher> same =
        watchers.computeIfAbsent(
            watcher.prefix(),
            prefix -> {
              lengths.merge(prefix.length(), 1, Integer::sum);
              return ConcurrentHashMap.newKeySet();
            });
    same.add(watcher);
    if (from.compareTo(position) > 0) {
      ahead.put(watcher, from);
    }
    watcher.reached(from);
    return true;
  }

  synchronized void leave(KvWatcher watcher) {
    ahead.remove(watcher);
    watchers.computeIfPresent(
        watcher.prefix(),
        (prefix, same) -> {
          same.remove(watcher);
          if (!same.isEmpty()) {
            return same;
          }
          lengths.computeIfPresent(prefix.length(), (l, count) -> count == 1 ? null : count - 1);
          return null;
        });
  }

  /** Delivers changes in their order. */
  synchronized void deliver(Collection<KvChange> changes) {
    Set<KvWatcher> offered = new HashSet<>();
    for (KvChange change : changes) {
      if (position == null || change.position().compareTo(position) <= 0) {
        continue;
      }
      position = change.position();
      String key = change.key();
      for (int length : List.copyOf(lengths.headMap(key.length(), true).keySet())) {
        Set<KvWatcher> same = watchers.get(key.substring(0, length));
        if (same != null) {
          same.forEach(watcher -> offer(watcher, change));
          offered.addAll(same);
        }
      }
    }
    KvPosition at = position;
    if (at != null) {
      offered.forEach(watcher -> reached(watcher, at));
    }
  }

  private void offer(KvWatcher watcher, KvChange change) {
    KvPosition known = ahead.get(watcher);
    if (known == null || change.position().compareTo(known) > 0) {
      watcher.offer(change);
    }
  }

  private void reached(KvWatcher watcher, KvPosition at) {
    KvPosition known = ahead.get(watcher);
    if (known != null && known.compareTo(at) <= 0) {
      ahead.remove(watcher);
    }
    watcher.reached(known == null || known.compareTo(at) <= 0 ? at : known);
  }

  synchronized void compacted(long oldestRevision) {
    watchers.values().forEach(same -> same.forEach(w -> w.compacted(oldestRevision)));
    watchers.clear();
    lengths.clear();
    ahead.clear();
    position = null;
  }

  /** Tells everybody how far the feed is, and forgets who is gone; true when nobody is left. */
  synchronized boolean tick() {
    KvPosition at = position;
    for (Set<KvWatcher> same : watchers.values()) {
      for (KvWatcher watcher : same) {
        if (watcher.isGone()) {
          leave(watcher);
        } else if (at != null) {
          reached(watcher, at);
        }
      }
    }
    if (watchers.isEmpty()) {
      position = null;
    }
    return watchers.isEmpty();
  }
}
