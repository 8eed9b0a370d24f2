package dev.ashlar.queue;

/** What became of a receipt. */
public enum ReceiptOutcome {
  /** It did what it was shown for. */
  OK,
  /** Its time was over, or the message was given to somebody else since. */
  EXPIRED,
  /** It is no receipt of this queue. */
  INVALID
}
