package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The archive of loaded classes that makes the next start of the same JVM shorter.
 *
 * <p>It stands beside the jars it was made from, since it is valid for their paths and times only;
 * the JVM checks that and goes on without it where it does not fit.
 *
 * <p>It is made from a list of names in a JVM of its own, and not by the recording JVM when it ends
 * (ArchiveClassesAtExit), since some names have to be left out; see {@link ClassList}.
 *
 * @param file the archive
 * @param installation whose classes it holds
 */
record ClassArchive(Path file, Installation installation) {

  static ClassArchive of(Installation installation) {
    String jvm = System.getProperty("java.vm.vendor") + "-" + System.getProperty("java.vm.version");
    String name = "classes-" + jvm.replaceAll("[^A-Za-z0-9.]+", "_") + ".jsa";
    return new ClassArchive(installation.home().resolve(name), installation);
  }

  boolean exists() {
    return Files.isRegularFile(file);
  }

  /** The options of a JVM that uses the archive, or that lists its classes for a new one. */
  List<String> options(boolean recording) {
    if (recording) {
      return List.of("-XX:DumpLoadedClassList=" + list());
    }
    if (!exists()) {
      return List.of();
    }
    return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable", "-Xlog:all=error:stderr");
  }

  /** Makes the archive of the classes that a recording JVM has listed. */
  void write(Path log) throws IOException, InterruptedException {
    ClassList.clean(list(), installation.jarDirectories());
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    List<String> command = new ArrayList<>();
    command.add(JvmOptions.java());
    command.add("-Xshare:dump");
    command.add("-XX:SharedClassListFile=" + list());
    command.add("-XX:SharedArchiveFile=" + unfinished);
    command.addAll(JvmOptions.classPath(installation));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("the JVM could not write it; see " + log);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(list());
  }

  private Path list() {
    return file.resolveSibling(file.getFileName() + ".list");
  }
}
