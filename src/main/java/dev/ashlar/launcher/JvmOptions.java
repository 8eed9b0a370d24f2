package dev.ashlar.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** The options of the server's JVM. */
final class JvmOptions {

  private JvmOptions() {}

  /**
   * All of them, for one start.
   *
   * @param recording whether this JVM writes the class-data archive when it ends
   */
  static List<String> of(Installation installation, Options asked, boolean recording) {
    try {
      List<String> options = new ArrayList<>();
      options.addAll(ClassArchive.of(installation).options(recording));
      options.addAll(moduleOptions(installation.bootJar()));
      options.add("-Dfish.payara.micro.BootJar=" + installation.bootJar().toUri());
      options.add("-Dfish.payara.micro.UnpackDir=" + installation.home());
      options.add("-XX:+ExitOnOutOfMemoryError");
      options.addAll(asked.setting("ashlar.jvm.options").map(JvmOptions::words).orElse(List.of()));
      options.addAll(classPath(installation));
      return options;
    } catch (IOException e) {
      throw new StartFailure("cannot read the unpacked runtime", e);
    }
  }

  /** The program that runs Java here. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> classPath(Installation installation) throws IOException {
    return List.of(
        "-cp",
        installation.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
  }

  /** What the server's manifest would ask for if its jar were the one that is started. */
  private static List<String> moduleOptions(Path bootJar) throws IOException {
    List<String> options = new ArrayList<>();
    try (JarFile jar = new JarFile(bootJar.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      add(options, "--add-exports", manifest.getValue("Add-Exports"));
      add(options, "--add-opens", manifest.getValue("Add-Opens"));
    }
    return options;
  }

  private static void add(List<String> options, String option, String packages) {
    for (String each : packages.split(" ", -1)) {
      options.add(option + "=" + each + "=ALL-UNNAMED");
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
