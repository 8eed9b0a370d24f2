package dev.ashlar.launcher;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;

/** The bundled PostgreSQL, unpacked once for all tests. */
final class UnpackedPostgres {

  private static final Path HOME = unpack();

  private UnpackedPostgres() {}

  static Path home() {
    return HOME;
  }

  private static void moveUnlessAnotherJvmDid(Path unfinished, Path home) throws IOException {
    try {
      Files.move(unfinished, home);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Trees.delete(unfinished);
    }
  }

  private static Path unpack() {
    Path archives = Path.of(System.getProperty("postgres.archives", "target/launcher/postgres"));
    Path archive = archives.resolve(Path.of(Platform.current().postgresBundle()).getFileName());
    try {
      Path home = Path.of("target", "test-postgres").toAbsolutePath();
      if (!Files.isDirectory(home)) {
        Path unfinished = Files.createTempDirectory(Path.of("target"), "test-postgres");
        try (InputStream in =
            new XZInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
          Tar.unpack(in, unfinished.toAbsolutePath());
        }
        moveUnlessAnotherJvmDid(unfinished, home);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
