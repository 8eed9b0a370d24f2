package dev.ashlar.kv;

import dev.ashlar.platform.database.OverloadedException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bounds the imports and exports of this node: each holds a thread while it runs. Thread-safe. */
@ApplicationScoped
class KvStreams {
  @Inject
  @ConfigProperty(name = "ashlar.kv.streams")
  int most;

  private Semaphore free = new Semaphore(0);

  @PostConstruct
  void open() {
    free = new Semaphore(most);
  }

  void enter() {
    if (!free.tryAcquire()) {
      throw new OverloadedException(
          "There are " + most + " imports and exports on this node already; try again later.");
    }
  }

  void leave() {
    free.release();
  }
}
