package dev.ashlar.launcher;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The parts that {@code ashlar.jar} carries, below {@code bundle/} inside it. */
final class Bundle implements Closeable {

  private final JarFile jar;

  private Bundle(JarFile jar) {
    this.jar = jar;
  }

  /** Opens the jar this class was loaded from. */
  static Bundle open() {
    try {
      File file =
          new File(Bundle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new Bundle(new JarFile(file, false));
    } catch (URISyntaxException | IOException e) {
      throw new StartFailure("cannot read the jar this was started from", e);
    }
  }

  boolean has(String name) {
    return jar.getEntry(name) != null;
  }

  /** What the jar's manifest says the version is. */
  String version() throws IOException {
    return Optional.ofNullable(
            jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
        .orElse("unknown");
  }

  /** A name for the content of everything that starts with one of the given prefixes. */
  String key(String... prefixes) {
    MessageDigest digest = sha256();
    for (String prefix : prefixes) {
      for (JarEntry entry : entries(prefix)) {
        String line = entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /** Writes every file below a prefix into a directory, without the prefix. */
  void unpack(String prefix, Path target) throws IOException {
    for (JarEntry entry : entries(prefix)) {
      Path file = target.resolve(entry.getName().substring(prefix.length())).normalize();
      if (!file.startsWith(target)) {
        throw new IOException("entry leaves its directory: " + entry.getName());
      }
      Files.createDirectories(file.resolveSibling("."));
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, file);
      }
    }
  }

  InputStream read(String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    if (entry == null) {
      throw new IOException("this jar has no " + name);
    }
    return new BufferedInputStream(jar.getInputStream(entry), 1 << 16);
  }

  private List<JarEntry> entries(String prefix) {
    return jar.stream()
        .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
        .toList();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @Override
  public void close() {
    try {
      jar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
