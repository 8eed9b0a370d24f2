package dev.ashlar.kv;

import dev.ashlar.kv.KvPast.Happened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A watcher who notes what he is told, as {@code 5:key}, {@code @5} for how far, and the end. */
final class Heard implements KvWatcher {
  final List<String> all = new ArrayList<>();
  boolean gone;
  private final String prefix;

  Heard(String prefix) {
    this.prefix = prefix;
  }

  /** A change as a feed delivers it; {@code left} more of the same revision follow. */
  static KvChange change(long revision, int left, String key) {
    Entry entry =
        new Entry("bucket", key, revision, 1, 1, "a/b", Instant.EPOCH, Instant.EPOCH, null);
    return new KvChange(new Happened(KvBatch.Event.PUT, entry, left, "tester", new byte[1], 0));
  }

  /** The changes that he was offered. */
  List<String> changes() {
    return all.stream().filter(text -> text.indexOf(':') > 0).toList();
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public void offer(KvChange change) {
    all.add(change.position() + ":" + change.key());
  }

  @Override
  public void reached(KvPosition position) {
    all.add("@" + position);
  }

  @Override
  public void compacted(long oldestRevision) {
    all.add("compacted " + oldestRevision);
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean isGone() {
    return gone;
  }
}
