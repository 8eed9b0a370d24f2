package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The names of the classes that go into an archive.
 *
 * <p>Classes of which a jar has a version per Java release are left out: with them in the archive
 * Java 17 crashes, or sees the wrong bytes, as soon as an agent or a flight recording looks at
 * classes. So are classes of other loaders than that of the class path, of which newer releases
 * tell: those are the application's and change with it.
 */
final class ClassList {

  private static final Pattern VERSIONED =
      Pattern.compile("META-INF/versions/\\d+/(?<name>.+)\\.class");
  private static final String OF_OTHER_LOADERS = " source: ";
  private static final Pattern NAME = Pattern.compile("^(@lambda-\\S+ )?(?<name>[^ @]+)");

  private ClassList() {}

  /** Rewrites a list without the classes that must not be in it. */
  static void clean(Path list, List<Path> directories) throws IOException {
    Set<String> versioned = new HashSet<>();
    for (Path directory : directories) {
      try (Stream<Path> jars = Files.list(directory)) {
        for (Path jar : jars.toList()) {
          addVersioned(jar, versioned);
        }
      }
    }
    List<String> kept =
        Files.readAllLines(list).stream()
            .filter(line -> !line.contains(OF_OTHER_LOADERS) && !versioned.contains(name(line)))
            .toList();
    Files.write(list, kept);
  }

  private static void addVersioned(Path jar, Set<String> names) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .map(entry -> VERSIONED.matcher(entry.getName()))
          .filter(Matcher::matches)
          .forEach(matcher -> names.add(matcher.group("name")));
    }
  }

  private static String name(String line) {
    Matcher matcher = NAME.matcher(line);
    return matcher.find() ? matcher.group("name") : line;
  }
}
