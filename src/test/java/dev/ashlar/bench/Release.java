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
    try {
      Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher number = NUMBER.matcher(output);
      if (!number.find()) {
        throw new IllegalStateException(program + " --version: " + output);
      }
      return number.group();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
