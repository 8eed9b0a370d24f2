package dev.ashlar.kv;

import dev.ashlar.platform.http.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reader of changes has come: the changes that follow have a greater revision, or this
 * one and fewer changes left behind them. As text {@code 42}, all of revision 42 is read, or {@code
 * 42-3}, where three of its changes are left.
 */
record KvPosition(long revision, int left) implements Comparable<KvPosition> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:-(\\d{1,6}))?");

  static KvPosition after(long revision) {
    return new KvPosition(revision, 0);
  }

  /** The position that a client names. */
  static KvPosition parse(String field, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw ProblemException.invalid(field, "must be a revision, or the id of an event");
    }
    String left = matcher.group(2);
    return new KvPosition(
        Long.parseLong(matcher.group(1)), left == null ? 0 : Integer.parseInt(left));
  }

  /** The revision up to which everything was read. */
  long complete() {
    return left == 0 ? revision : revision - 1;
  }

  /** Whether it is the next after another one: no change lies between them. */
  boolean follows(KvPosition other) {
    return other.left == 0
        ? revision == other.revision + 1
        : revision == other.revision && left == other.left - 1;
  }

  @Override
  public int compareTo(KvPosition other) {
    int byRevision = Long.compare(revision, other.revision);
    return byRevision != 0 ? byRevision : Integer.compare(other.left, left);
  }

  @Override
  public String toString() {
    return left == 0 ? Long.toString(revision) : revision + "-" + left;
  }
}
