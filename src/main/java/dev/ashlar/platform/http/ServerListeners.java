package dev.ashlar.platform.http;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.server.HttpServerFilter;

/**
 * The server's HTTP listeners: their port, and our guard in front of them. On a server that is not
 * Payara there is no guard, and the port is not known.
 */
@ApplicationScoped
public class ServerListeners {
  private static final Logger LOG = System.getLogger(ServerListeners.class.getName());

  @Inject
  @ConfigProperty(name = "ashlar.port")
  Optional<Integer> configuredPort;

  private final UriGuard guard = new UriGuard();
  private final MalformedRequests malformed = new MalformedRequests();
  private final List<Guarded> guarded = new ArrayList<>();

  private record Guarded(FilterChain chain, org.glassfish.grizzly.http.HttpServerFilter http) {}

  void install(@Observes @Initialized(ApplicationScoped.class) Object event) {
    try {
      Transports.all().forEach(this::guard);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.WARNING, "Malformed paths are not checked on this server", e);
    }
  }

  /** First of all: the container would answer for an application that is gone, with a 404. */
  void refuseFromNow(
      @Observes @Priority(Integer.MIN_VALUE) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    guard.close();
  }

  /** When the server stops, the guard stays to the end; else others may use the listeners. */
  @PreDestroy
  void remove() {
    try {
      if (Transports.isServerStopping()) {
        return;
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The server does not tell whether it stops", e);
    }
    for (Guarded each : guarded) {
      each.chain.remove(guard);
      each.http.getMonitoringConfig().removeProbes(malformed);
    }
  }

  /** The port that this node is reached at, where it is known. */
  public OptionalInt port() {
    if (configuredPort.isPresent()) {
      return OptionalInt.of(configuredPort.get());
    }
    try {
      return Transports.port();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The server does not tell its port", e);
      return OptionalInt.empty();
    }
  }

  private void guard(Transport transport) {
    if (transport.getProcessor() instanceof FilterChain chain) {
      int codec = chain.indexOfType(org.glassfish.grizzly.http.HttpServerFilter.class);
      int handler = chain.indexOfType(HttpServerFilter.class);
      if (codec >= 0 && handler >= 0) {
        var http = (org.glassfish.grizzly.http.HttpServerFilter) chain.get(codec);
        // Else a DELETE with a body is an empty 400 before anything of ours sees it.
        http.setAllowPayloadForUndefinedHttpMethods(true);
        http.getMonitoringConfig().addProbes(malformed);
        chain.add(handler, guard);
        guarded.add(new Guarded(chain, http));
      }
    }
  }
}
