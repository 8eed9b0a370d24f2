package dev.ashlar.launcher;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Starts the database again when it ends by itself. */
final class DatabaseWatch {

  private static final long PAUSE_MILLIS = 200;

  private final EmbeddedPostgres database;
  private final BooleanSupplier stopping;

  DatabaseWatch(EmbeddedPostgres database, BooleanSupplier stopping) {
    this.database = database;
    this.stopping = stopping;
  }

  void begin() {
    Thread thread = new Thread(this::watch, "database watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!stopping.getAsBoolean()) {
      Optional<ProcessHandle> server = database.server();
      server.ifPresent(process -> process.onExit().join());
      if (!stopping.getAsBoolean()) {
        restart();
      }
    }
  }

  private void restart() {
    System.err.println("ashlar: the database ended by itself; starting it again");
    try {
      database.start();
    } catch (StartFailure failure) {
      System.err.println("ashlar: " + failure.getMessage());
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
