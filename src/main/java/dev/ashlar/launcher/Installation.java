package dev.ashlar.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The unpacked runtime: server, libraries of the application, PostgreSQL.
 *
 * <p>The application's libraries stand on the class path of the server's JVM and not inside the
 * application, because only classes of that class path are kept in a class-data archive, and
 * because what is not inside the application is not searched for annotations. The application sees
 * them all the same, its class loader asks its parent first.
 *
 * @param home the directory
 * @param application the application as a directory
 */
record Installation(Path home, Path application) {

  private static final String SERVER_JAR = "bundle/payara-micro.jar";
  private static final String MODULES = "MICRO-INF/runtime/";

  static Installation of(Bundle bundle, Cache cache) {
    String postgres = Platform.current().postgresBundle();
    try {
      Path home =
          cache.directory(
              "runtime-" + bundle.key(SERVER_JAR, "bundle/lib/", "bundle/boot/", postgres),
              directory -> fill(bundle, directory));
      Path application =
          cache.directory(
              "application-" + bundle.key("bundle/application/"),
              directory -> bundle.unpack("bundle/application/", directory));
      return new Installation(home, application);
    } catch (IOException e) {
      throw new StartFailure("cannot unpack the runtime into " + cache.root(), e);
    }
  }

  Path bootJar() {
    return home.resolve("boot.jar");
  }

  Path postgres() {
    return home.resolve("postgres");
  }

  /** What the server's own directory needs to begin with. */
  Path instance() {
    return home.resolve("instance");
  }

  /** The jars of the server's class path, always in the same order. */
  List<Path> classPath() throws IOException {
    try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
      return Stream.concat(Stream.of(home.resolve("launcher.jar"), bootJar()), libraries.sorted())
          .toList();
    }
  }

  /** Where the jars of the class path are. */
  List<Path> jarDirectories() {
    return List.of(home.resolve("runtime"), home.resolve("lib"));
  }

  private static void fill(Bundle bundle, Path home) throws IOException {
    bundle.unpack("bundle/lib/", home.resolve("lib"));
    bundle.unpack("bundle/boot/", home);
    Path server = Files.createTempFile(home, "server", ".jar");
    try (InputStream in = bundle.read(SERVER_JAR)) {
      Files.copy(in, server, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    try (JarFile jar = new JarFile(server.toFile())) {
      unpackServer(jar, home);
    }
    Files.delete(server);
    String postgres = Platform.current().postgresBundle();
    if (bundle.has(postgres)) {
      try (InputStream in = new XZInputStream(bundle.read(postgres))) {
        Tar.unpack(in, Files.createDirectories(home.resolve("postgres")));
      }
    }
  }

  private static void unpackServer(JarFile jar, Path home) throws IOException {
    Path modules = Files.createDirectories(home.resolve("runtime"));
    List<ZipEntry> entries = jar.stream().collect(Collectors.toList());
    for (ZipEntry entry : entries) {
      String name = entry.getName();
      if (name.startsWith(MODULES) && !entry.isDirectory()) {
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, modules.resolve(name.substring(MODULES.length())));
        }
        if (name.endsWith(".rar")) {
          try (InputStream in = jar.getInputStream(entry)) {
            unzip(in, home.resolve("instance"));
          }
        }
      }
    }
    writeBootJar(jar, home, entries);
  }

  /** The server's boot classes and settings in a jar whose class path names its modules. */
  private static void writeBootJar(JarFile jar, Path home, List<ZipEntry> entries)
      throws IOException {
    Manifest manifest = new Manifest(jar.getManifest());
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, moduleNames(home));
    try (OutputStream file = Files.newOutputStream(home.resolve("boot.jar"));
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (ZipEntry entry : entries) {
        if (!entry.getName().startsWith(MODULES)
            && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }

  private static String moduleNames(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("runtime"))) {
      return files
          .map(file -> "runtime/" + file.getFileName())
          .sorted()
          .collect(Collectors.joining(" "));
    }
  }

  private static void unzip(InputStream in, Path target) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      Path file = target.resolve(entry.getName()).normalize();
      if (!entry.isDirectory() && file.startsWith(target) && Files.notExists(file)) {
        Files.createDirectories(file.resolveSibling("."));
        Files.copy(zip, file);
      }
    }
  }
}
