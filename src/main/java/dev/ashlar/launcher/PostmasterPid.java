package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The pid file that a PostgreSQL server keeps in its data directory. */
record PostmasterPid(Path file) {

  static PostmasterPid of(Path dataDirectory) {
    return new PostmasterPid(dataDirectory.resolve("postmaster.pid"));
  }

  /** The living server the file names, if there is one. */
  Optional<ProcessHandle> server() {
    return pid().flatMap(ProcessHandle::of).filter(PostmasterPid::isPostgres);
  }

  /**
   * Deletes a file that names a living process which is not PostgreSQL.
   *
   * <p>After a reboot or in a new container the old pid may belong to somebody else; PostgreSQL
   * would then refuse to start. A file that names nobody is left to PostgreSQL, which recovers from
   * it with more care than we could.
   */
  void forgetStranger() throws IOException {
    if (pid().flatMap(ProcessHandle::of).isPresent() && server().isEmpty()) {
      Files.deleteIfExists(file);
    }
  }

  private Optional<Long> pid() {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.get(0).strip()));
    } catch (IOException | NumberFormatException absentOrDamaged) {
      return Optional.empty();
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    // A process of which nothing is told is taken for PostgreSQL: then nothing is deleted.
    return process.info().command().map(command -> command.contains("postgres")).orElse(true);
  }
}
