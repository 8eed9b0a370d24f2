package dev.ashlar.protocol.sqs;

/** The place of a message in its queue as a number of twenty digits, which compares as text too. */
final class SequenceNumber {
  private static final String ZEROES = "0".repeat(20);

  private SequenceNumber() {}

  static String of(long position) {
    String digits = Long.toString(position);
    return ZEROES.substring(digits.length()) + digits;
  }
}
