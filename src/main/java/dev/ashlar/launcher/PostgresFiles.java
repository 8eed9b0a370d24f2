package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded database's files: its cluster, its configuration, its password. */
final class PostgresFiles {

  private static final String CONFIGURATION = "ashlar.conf";
  private static final Pattern PORT = Pattern.compile("^port = (\\d+)$", Pattern.MULTILINE);

  private final DataDirectory directory;
  private final PostgresPrograms programs;

  PostgresFiles(DataDirectory directory, PostgresPrograms programs) {
    this.directory = directory;
    this.programs = programs;
  }

  /**
   * Makes the cluster if there is none.
   *
   * <p>It is made under another name and renamed when whole: a start that was cut short leaves
   * nothing that looks like a database.
   */
  void initialize() throws IOException {
    if (Files.isDirectory(directory.postgres())) {
      return;
    }
    Path unfinished = directory.root().resolve("postgres.unfinished");
    Trees.delete(unfinished);
    password();
    programs.run(
        "",
        "initdb",
        "--pgdata=" + unfinished,
        "--username=" + EmbeddedPostgres.USER,
        "--pwfile=" + directory.postgresPassword(),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums");
    Files.writeString(
        unfinished.resolve("postgresql.conf"),
        "include '" + CONFIGURATION + "'\n",
        StandardOpenOption.APPEND);
    Files.writeString(unfinished.resolve(CONFIGURATION), "");
    programs.run(
        "CREATE DATABASE " + EmbeddedPostgres.DATABASE + ";\n",
        "postgres",
        "--single",
        "-D",
        unfinished.toString(),
        "postgres");
    Files.move(unfinished, directory.postgres(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The port of the last start if it is free, else any that is. */
  int choosePort() throws IOException {
    Optional<Integer> last = lastPort();
    return last.isPresent() && Ports.isFree(Ports.LOOPBACK, last.get())
        ? last.get()
        : Ports.anyFree();
  }

  /** Writes the part of the configuration that is ours. */
  void configure(int port) throws IOException {
    String settings =
        """
        # Written anew at each start; your own settings belong into postgresql.conf, below the
        # line that includes this file.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 100
        shared_buffers = 128MB
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        wal_compression = on
        max_wal_size = 2GB
        autovacuum_naptime = 10s
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = on
        log_directory = '%s'
        log_filename = 'postgres-%%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0
        log_line_prefix = '%%m [%%p] '
        """
            .formatted(port, directory.logs().toString().replace('\\', '/').replace("'", "''"));
    Files.writeString(directory.postgres().resolve(CONFIGURATION), settings);
  }

  /** The password of the database's user, made up at the first call. */
  String password() throws IOException {
    Path file = directory.postgresPassword();
    if (Files.notExists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      writePrivately(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
  }

  private static void writePrivately(Path file, String content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(unfinished, content);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Optional<Integer> lastPort() throws IOException {
    Path configuration = directory.postgres().resolve(CONFIGURATION);
    if (Files.notExists(configuration)) {
      return Optional.empty();
    }
    Matcher matcher = PORT.matcher(Files.readString(configuration));
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }
}
