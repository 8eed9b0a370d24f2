package dev.ashlar.lock;

import static dev.ashlar.lock.LockDatabase.acquire;
import static dev.ashlar.lock.MemoryLock.claim;
import static dev.ashlar.lock.MemoryLock.underSession;
import static dev.ashlar.lock.MemoryLock.withTicket;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Locks on a real database. */
class LockTableTest {
  private static final LockDatabase DATABASE = new LockDatabase();

  @Test
  void placesThatAreKeptAreCounted() {
    Grant unused = MemoryLock.grant(DATABASE.write(acquire("kept", claim("holder"))));
    DATABASE.execute(
        """
        INSERT INTO ashlar_lock.waiter (id, lock_id, place, owner, mode, permits, ttl_millis,
            ticket, since, kept_until)
        SELECT gen_random_uuid(), l.id, -n, 'w' || n, 'exclusive', 1, 1000,
            't', now(), now() + interval '30 s'
        FROM generate_series(1, %d) AS n, ashlar_lock.lock l WHERE l.name = 'kept'
        """
            .formatted(LockDecider.MOST_KEPT));

    assertThat(DATABASE.write(acquire("kept", withTicket("new", "t"))))
        .isInstanceOf(LockResult.Full.class);
    assertThat(DATABASE.write(acquire("kept", withTicket("w7", "t"))))
        .as("that has its place")
        .isInstanceOf(LockResult.Held.class);
    assertThat(DATABASE.write(acquire("other", withTicket("new", "t"))))
        .isInstanceOf(LockResult.Granted.class);
  }

  @Test
  void whatASessionHoldsIsCounted() {
    for (String session : new String[] {"full", "new"}) {
      DATABASE.execute(
          "INSERT INTO ashlar_lock.session VALUES ('%s', 'a', 60000, now(), now() + interval '1 h')"
              .formatted(session));
    }
    DATABASE.execute(
        """
        INSERT INTO ashlar_lock.holder (lease, lock_id, token, owner, mode, permits, times, told,
            session, acquired_at)
        SELECT gen_random_uuid(), -n, 1, 'a', 'exclusive', 1, 1, 1, 'full', now()
        FROM generate_series(1, %d) AS n
        """
            .formatted(LockTable.MOST_OF_A_SESSION));

    assertThat(DATABASE.write(acquire("session", underSession("a", "full"))))
        .isInstanceOf(LockResult.Full.class);
    assertThat(DATABASE.write(acquire("session", underSession("a", "new"))))
        .isInstanceOf(LockResult.Granted.class);
  }
}
