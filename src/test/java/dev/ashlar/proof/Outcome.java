package dev.ashlar.proof;

/** What a client knows of its call. */
enum Outcome {
  /** It was done, and answered. */
  OK,
  /** It certainly had no effect. */
  FAIL,
  /** No answer, or none that tells: it may have had its effect, may yet have it, or never. */
  UNKNOWN
}
