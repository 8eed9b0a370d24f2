package dev.ashlar.platform.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Whether who was let in would still be let in; for what goes on after its request. Thread-safe.
 */
@ApplicationScoped
public class Authentication {
  @Inject Keys keys;
  @Inject Sessions sessions;

  /** False within a second after the caller's key or session was deleted, or ended. */
  public boolean stillValid(Caller caller) {
    return keys.find(caller.secretHash()).isPresent()
        || sessions.find(caller.secretHash()).isPresent();
  }
}
