package dev.ashlar.platform.http;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.server.HttpServerFilter;

/**
 * The server's HTTP listeners: their ports, and our guard in front of them.
 *
 * <p>Payara has no public API for this, and publishes no artifact with these classes, hence the
 * reflection. Where it fails, on another server, there is no guard and the port is not known.
 */
@ApplicationScoped
public class ServerListeners {
  private static final Logger LOG = System.getLogger(ServerListeners.class.getName());

  private final UriGuard guard = new UriGuard();
  private final MalformedRequests malformed = new MalformedRequests();
  private final List<Guarded> guarded = new ArrayList<>();

  private record Guarded(FilterChain chain, org.glassfish.grizzly.http.HttpServerFilter http) {}

  void install(@Observes @Initialized(ApplicationScoped.class) Object event) {
    try {
      for (Object proxy : proxies()) {
        guard(proxy);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.WARNING, "Malformed paths are not checked on this server", e);
    }
  }

  @PreDestroy
  void remove() {
    for (Guarded each : guarded) {
      each.chain.remove(guard);
      each.http.getMonitoringConfig().removeProbes(malformed);
    }
  }

  /** The port of the first HTTP listener, where the server tells. */
  public OptionalInt port() {
    try {
      for (Object proxy : proxies()) {
        return OptionalInt.of((int) call(proxy, "getPort"));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The server does not tell its port", e);
    }
    return OptionalInt.empty();
  }

  private void guard(Object proxy) throws ReflectiveOperationException {
    Transport transport = (Transport) call(call(proxy, "getUnderlyingListener"), "getTransport");
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

  private static Collection<?> proxies() throws ReflectiveOperationException {
    Class<?> globals = Class.forName("org.glassfish.internal.api.Globals");
    Class<?> type = Class.forName("com.sun.enterprise.v3.services.impl.GrizzlyService");
    Object service = globals.getMethod("get", Class.class).invoke(null, type);
    Field field = type.getDeclaredField("proxies");
    field.setAccessible(true);
    return (Collection<?>) field.get(service);
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }
}
