package dev.ashlar.platform.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The administrator's key: configured, or generated once into a file that only its owner reads. */
@ApplicationScoped
class AdminKey {
  private static final int SHORTEST = 16;

  @Inject
  @ConfigProperty(name = "ashlar.admin.key")
  Optional<String> configured;

  @Inject
  @ConfigProperty(name = "ashlar.data.dir")
  String dataDir;

  private Secret secret = Secret.of(Secret.random(""));

  /** Before the first request, so that whoever starts Ashlar finds the file. */
  void load(@Observes @Initialized(ApplicationScoped.class) Object event) {
    String key = configured.orElseGet(this::fromFile).trim();
    if (key.length() < SHORTEST) {
      throw new IllegalStateException(
          "ashlar.admin.key must have at least " + SHORTEST + " characters");
    }
    secret = Secret.of(key);
  }

  boolean is(Secret presented) {
    return secret.equals(presented);
  }

  /** Whether a hash that was kept, of a session, still is that of the key. */
  boolean hasHash(byte[] kept) {
    return MessageDigest.isEqual(kept, secret.bytes());
  }

  private String fromFile() {
    Path file = Path.of(dataDir, "admin.key").toAbsolutePath().normalize();
    try {
      if (!Files.exists(file)) {
        generate(file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException("The admin key cannot be kept in " + file + ": " + e, e);
    }
  }

  /** Written beside and moved, so that a crash leaves no half key. */
  private static void generate(Path file) throws IOException {
    Path directory = Files.createDirectories(file.resolveSibling(""));
    Path draft =
        Files.createTempFile(
            directory,
            "admin",
            ".key",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, Secret.random("ashlar_") + "\n");
    try {
      Files.createLink(file, draft);
      System.getLogger(AdminKey.class.getName())
          .log(Level.INFO, "An admin key was generated into {0}", file);
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its key counts.
    } finally {
      Files.delete(draft);
    }
  }
}
