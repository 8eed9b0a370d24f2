package dev.ashlar.platform.http;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/**
 * The server's HTTP listeners as it runs them.
 *
 * <p>Payara has no public API for this, and publishes no artifact with these classes, hence the
 * reflection; on another server it fails.
 */
public final class Transports {
  private Transports() {}

  /** What listens for HTTP. */
  public static List<TCPNIOTransport> all() throws ReflectiveOperationException {
    List<TCPNIOTransport> transports = new ArrayList<>();
    for (Object proxy : proxies()) {
      transports.add((TCPNIOTransport) call(call(proxy, "getUnderlyingListener"), "getTransport"));
    }
    return transports;
  }

  /** The port of the first listener, as it is configured. */
  static OptionalInt port() throws ReflectiveOperationException {
    for (Object proxy : proxies()) {
      return OptionalInt.of((int) call(proxy, "getPort"));
    }
    return OptionalInt.empty();
  }

  /** Whether the whole server stops, not only the application. */
  static boolean isServerStopping() throws ReflectiveOperationException {
    Object server = service("org.glassfish.api.admin.ServerEnvironment");
    return call(server, "getStatus").toString().equals("stopping");
  }

  private static Collection<?> proxies() throws ReflectiveOperationException {
    Object service = service("com.sun.enterprise.v3.services.impl.GrizzlyService");
    Field field = service.getClass().getDeclaredField("proxies");
    field.setAccessible(true);
    return (Collection<?>) field.get(service);
  }

  private static Object service(String type) throws ReflectiveOperationException {
    ClassLoader server = org.glassfish.grizzly.Transport.class.getClassLoader();
    Class<?> globals = Class.forName("org.glassfish.internal.api.Globals", true, server);
    Class<?> wanted = Class.forName(type, true, server);
    return globals.getMethod("get", Class.class).invoke(null, wanted);
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }
}
