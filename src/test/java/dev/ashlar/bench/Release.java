package dev.ashlar.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The release of an installed program, as it says itself. */
final class Release {
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");

  private Release() {}

  static String of(String program) {
    return of(program, "--version");
  }

  /** As a package of Debian. */
  static String ofPackage(String name) {
    return of("dpkg-query", "--show", name);
  }

  private static String of(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher number = NUMBER.matcher(output);
      if (!number.find()) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return number.group();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
