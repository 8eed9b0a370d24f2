package dev.ashlar.launcher;

import java.io.Serial;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A start that cannot work, with the one line that says why and the exit code that goes with it.
 */
final class StartFailure extends RuntimeException {

  /** The command line or the configuration is wrong. */
  static final int USAGE = 2;

  /** Something the start needs is not there or not in order. */
  static final int FAILED = 1;

  private static final Pattern STACK_FRAME = Pattern.compile("at \\S+\\(.*|\\.{3} \\d+ more|-- .*");

  private static final int MAX_LINES = 5;

  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  StartFailure(String line) {
    this(FAILED, line);
  }

  StartFailure(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  StartFailure(String line, Throwable cause) {
    super(line + ": " + describe(cause), cause);
    this.exitCode = FAILED;
  }

  int exitCode() {
    return exitCode;
  }

  /** The cause that matters, in one line: the innermost one that has something to say. */
  static String describe(Throwable thrown) {
    Throwable telling = thrown;
    for (Throwable next = thrown; next != null; next = next.getCause()) {
      if (next.getMessage() != null && !next.getMessage().isBlank()) {
        telling = next;
      }
    }
    String message = telling.getMessage();
    String name = telling.getClass().getSimpleName();
    return message == null ? name : name + ": " + oneLine(message);
  }

  /** Messages of containers carry whole stack traces, several times over. */
  private static String oneLine(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !STACK_FRAME.matcher(line).matches())
        .distinct()
        .limit(MAX_LINES)
        .collect(Collectors.joining(" | "));
  }
}
