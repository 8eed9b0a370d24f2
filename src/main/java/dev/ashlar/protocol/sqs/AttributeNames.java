package dev.ashlar.protocol.sqs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which attributes a client wants: all, some, those that begin in some way, or none. */
final class AttributeNames {
  private static final Set<String> ALL = Set.of("All", ".*", "*");

  private final boolean all;
  private final Set<String> names = new HashSet<>();
  private final List<String> prefixes = new ArrayList<>();

  private AttributeNames(Set<String> wanted) {
    all = wanted.stream().anyMatch(ALL::contains);
    for (String name : wanted) {
      if (name.endsWith(".*")) {
        prefixes.add(name.substring(0, name.length() - 2));
      } else {
        names.add(name);
      }
    }
  }

  /** Of lists that say it together. */
  @SafeVarargs
  static AttributeNames of(@Nullable List<@Nullable String>... lists) {
    Set<String> wanted = new HashSet<>();
    for (List<@Nullable String> list : lists) {
      if (list != null) {
        list.forEach(name -> wanted.add(name == null ? "" : name));
      }
    }
    return new AttributeNames(wanted);
  }

  boolean isNone() {
    return names.isEmpty() && prefixes.isEmpty();
  }

  boolean contains(String name) {
    return all || names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }

  /** Those that are named one by one. */
  Set<String> exact() {
    return names;
  }
}
