package dev.ashlar.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The floors of the house; a package may use only what stands on a lower one. */
final class Floors {
  static final String ROOT = "dev.ashlar";
  static final String LAUNCHER = "launcher";
  static final String PLATFORM = "platform";
  static final String PROTOCOL = "protocol";

  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of(PLATFORM),
          Set.of("memory", "kv", "lock", "queue", "ratelimit", "tracing"),
          Set.of("cache", "worker", "realtime"),
          Set.of("gateway"),
          Set.of(PROTOCOL, "console"));

  private Floors() {}

  /** The number of the floor, from 0; empty when the part is on none. */
  static Optional<Integer> of(String part) {
    return IntStream.range(0, FLOORS.size())
        .filter(i -> FLOORS.get(i).contains(part))
        .boxed()
        .findFirst();
  }

  /** The part of the house that a class of ours belongs to, like {@code kv}. */
  static String part(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).replaceAll("[.].*", "");
  }

  /** The unit within which everything may be used: a block, a protocol, a package of the ground. */
  static String unit(JavaClass type) {
    return type.getPackageName();
  }

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }
}
