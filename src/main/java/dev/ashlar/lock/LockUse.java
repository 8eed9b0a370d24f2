package dev.ashlar.lock;

/** How much of a lock is taken. */
final class LockUse {
  /**
   * How many hold a lock at a time, whatever its mode and permits: all of them are looked at with
   * each command.
   */
  static final int MOST_HOLDERS = 10_000;

  private final int permits;
  private int holders;
  private int taken;
  private int shared;

  LockUse(LockState lock) {
    this.permits = lock.settings().permits();
    lock.holders().forEach(grant -> add(grant.mode(), grant.permits()));
  }

  boolean hasRoomFor(Claim claim) {
    return holders < MOST_HOLDERS
        && (claim.mode() == LockMode.SHARED
            ? taken == 0
            : shared == 0 && taken + claim.permits() <= permits);
  }

  void add(LockMode mode, int count) {
    holders++;
    if (mode == LockMode.SHARED) {
      shared++;
    } else {
      taken += count;
    }
  }
}
