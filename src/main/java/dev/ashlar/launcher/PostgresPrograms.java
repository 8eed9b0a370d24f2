package dev.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PostgreSQL's own programs, run to their end. */
final class PostgresPrograms {

  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Path bin;
  private final Path output;
  private final boolean root;

  /**
   * Programs below a directory.
   *
   * @param home the unpacked PostgreSQL
   * @param output the file that takes what the programs print
   */
  PostgresPrograms(Path home, Path output) {
    this.bin = home.resolve("bin");
    this.output = output;
    this.root = runsAsRoot();
  }

  /** Runs a program; fails with the last line it printed. */
  void run(String input, String program, String... arguments) {
    int code = exitCode(input, program, arguments);
    if (code != 0) {
      throw new StartFailure(
          "the embedded database: "
              + program
              + " ended with "
              + code
              + ": "
              + lastLine()
              + " (all of it in "
              + output
              + ")");
    }
  }

  int exitCode(String input, String program, String... arguments) {
    try {
      return start(input, program, arguments);
    } catch (IOException e) {
      throw new StartFailure("the embedded database: cannot run " + program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while running " + program);
    }
  }

  private int start(String input, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (root) {
      // PostgreSQL refuses to run as root. In a user namespace without a mapping it is nobody, and
      // so are the owners of all files.
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile()); // a file: the server would keep a pipe open
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var in = process.outputWriter()) {
      in.write(input);
    }
    if (!process.waitFor(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("not done after " + LIMIT.toMinutes() + " min");
    }
    return process.exitValue();
  }

  private String lastLine() {
    try {
      List<String> lines = Files.readAllLines(output).stream().filter(l -> !l.isBlank()).toList();
      return lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1).strip();
    } catch (IOException unreadable) {
      return "its output cannot be read";
    }
  }

  private static boolean runsAsRoot() {
    try {
      Path self = Path.of("/proc/self");
      return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
    } catch (IOException | UnsupportedOperationException notUnix) {
      return false;
    }
  }
}
