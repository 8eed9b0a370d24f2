package dev.ashlar.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive of loaded classes that makes the next start of the same JVM shorter.
 *
 * <p>It stands beside the jars it was made from, since it is valid for their paths and times only;
 * the JVM checks that and goes on without it where it does not fit.
 */
record ClassArchive(Path file) {

  static ClassArchive of(Installation installation) {
    String jvm = System.getProperty("java.vm.vendor") + "-" + System.getProperty("java.vm.version");
    return new ClassArchive(
        installation.home().resolve("classes-" + jvm.replaceAll("[^A-Za-z0-9.]+", "_") + ".jsa"));
  }

  boolean exists() {
    return Files.isRegularFile(file);
  }

  List<String> options(boolean recording) {
    if (recording) {
      return List.of(
          "-XX:ArchiveClassesAtExit=" + unfinished(), "-Xlog:disable", "-Xlog:all=error:stderr");
    }
    if (!exists()) {
      return List.of();
    }
    return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable", "-Xlog:all=warning:stderr");
  }

  Path unfinished() {
    return file.resolveSibling(file.getFileName() + ".unfinished");
  }
}
