package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory of directories, each made once, whole or not at all, and named by its content. */
record Cache(Path root) {

  private static final Duration KEPT = Duration.ofDays(30);
  private static final String UNFINISHED = ".unfinished-";

  /** Fills a new directory. */
  interface Filling {
    void fill(Path directory) throws IOException;
  }

  /** The user's cache directory, or the given one where that cannot be written. */
  static Cache ofUser(Map<String, String> environment, Path otherwise) throws IOException {
    String named = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        named.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
    Path root = base.resolve("ashlar").toAbsolutePath();
    try {
      Files.createDirectories(root);
      if (Files.isWritable(root)) {
        return new Cache(root);
      }
    } catch (IOException readOnlyHome) {
      // the other place is for this
    }
    return new Cache(Files.createDirectories(otherwise).toAbsolutePath());
  }

  /** The directory of that name, filled first if it is not there. */
  Path directory(String name, Filling filling) throws IOException {
    Path directory = root.resolve(name);
    if (!Files.isDirectory(directory)) {
      removeUnused();
      make(directory, filling);
    }
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
    return directory;
  }

  private void make(Path directory, Filling filling) throws IOException {
    Path unfinished = Files.createTempDirectory(root, UNFINISHED);
    try {
      filling.fill(unfinished);
      move(unfinished, directory);
    } finally {
      Trees.delete(unfinished);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(to)) { // otherwise another process was faster
        throw e;
      }
    }
  }

  private void removeUnused() throws IOException {
    Instant limit = Instant.now().minus(KEPT);
    List<Path> all;
    try (Stream<Path> children = Files.list(root)) {
      all = children.toList();
    }
    for (Path child : all) {
      if (Files.getLastModifiedTime(child).toInstant().isBefore(limit)) {
        Trees.delete(child);
      }
    }
  }
}
