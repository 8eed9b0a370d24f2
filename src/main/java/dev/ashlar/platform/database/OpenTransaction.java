package dev.ashlar.platform.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger.Level;

/**
 * A transaction of the calling thread that spans several calls; what {@link Database} does
 * meanwhile on this thread is part of it. Thread-safe: each thread has its own.
 */
@ApplicationScoped
public class OpenTransaction {
  @Resource UserTransaction transaction;

  /** Begins it. */
  public void begin() {
    try {
      transaction.begin();
    } catch (Exception e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Commits it.
   *
   * @throws UnavailableException when the outcome is unknown
   */
  public void commit() {
    try {
      transaction.commit();
    } catch (Exception e) {
      throw SqlErrors.outcomeUnknown(e);
    }
  }

  /** Rolls it back, if it still is open. */
  public void rollBack() {
    try {
      if (isOpen()) {
        transaction.rollback();
      }
    } catch (SystemException | IllegalStateException e) {
      // The connection is broken: the server rolls back by itself.
      System.getLogger(OpenTransaction.class.getName()).log(Level.DEBUG, "Rollback failed", e);
    }
  }

  boolean isOpen() {
    try {
      return transaction.getStatus() != Status.STATUS_NO_TRANSACTION;
    } catch (SystemException e) {
      throw new DatabaseException(e);
    }
  }
}
