package dev.ashlar.kv;

import dev.ashlar.kv.KvTable.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several operations that happen together: the first list if all comparisons hold, else the second.
 *
 * @param fence the lock that must be held, also if it only reads; null for none
 */
record KvTransaction(
    String bucket,
    List<Compare> compares,
    List<Step> then,
    List<Step> otherwise,
    String author,
    @Nullable KvFence fence)
    implements KvCommand {

  KvTransaction(
      String bucket, List<Compare> compares, List<Step> then, List<Step> otherwise, String author) {
    this(bucket, compares, then, otherwise, author, null);
  }

  /** What must stand; of what is null nothing is asked. */
  record Compare(
      String key,
      @Nullable Long revision,
      @Nullable Long version,
      @Nullable Boolean exists,
      byte @Nullable [] value) {}

  /** One operation of a branch; {@code write} is null for a get. */
  record Step(String key, KvWrite.@Nullable Action write) {}

  /** The same, only while a lock is held. */
  KvTransaction under(@Nullable KvFence fence) {
    return new KvTransaction(bucket, compares, then, otherwise, author, fence);
  }

  @Override
  public long weight() {
    return weight(then) + weight(otherwise) + compares.stream().mapToLong(c -> size(c.value)).sum();
  }

  @Override
  public List<Wanted> wanted() {
    List<Wanted> wanted = new ArrayList<>();
    compares.forEach(c -> wanted.add(new Wanted(bucket, c.key, c.value != null)));
    Stream.concat(then.stream(), otherwise.stream())
        .forEach(step -> wanted.add(new Wanted(bucket, step.key, step.write == null)));
    return wanted;
  }

  @Override
  public boolean createsBucket() {
    return then.stream().anyMatch(step -> step.write instanceof KvWrite.Put)
        || otherwise.stream().anyMatch(step -> step.write instanceof KvWrite.Put);
  }

  private static long weight(List<Step> steps) {
    return steps.stream()
        .mapToLong(s -> s.key.length() + (s.write instanceof KvWrite.Put p ? p.value().length : 0))
        .sum();
  }

  private static long size(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }
}
