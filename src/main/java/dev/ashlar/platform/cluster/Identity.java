package dev.ashlar.platform.cluster;

import dev.ashlar.platform.http.ServerListeners;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who this node is: name, address, version. */
@ApplicationScoped
class Identity {
  @Inject
  @ConfigProperty(name = "ashlar.node.name")
  Optional<String> configuredName;

  @Inject
  @ConfigProperty(name = "ashlar.node.address")
  Optional<String> configuredAddress;

  @Inject ServerListeners listeners;

  private final UUID incarnation = UUID.randomUUID();
  private String name = "";
  private String address = "";
  private String version = "";

  @PostConstruct
  void load() {
    String host = host();
    Optional<String> port = port();
    String suffix = port.orElseGet(() -> Long.toString(ProcessHandle.current().pid()));
    name = configuredName.orElse((host + "-" + suffix).replaceAll("[^A-Za-z0-9._-]", "-"));
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw new IllegalStateException(
          "ashlar.node.name must be 1 to 128 letters, digits, '.', '_' or '-'");
    }
    address = configuredAddress.orElse(port.map(p -> host + ":" + p).orElse(host));
    version = readVersion();
  }

  UUID incarnation() {
    return incarnation;
  }

  String name() {
    return name;
  }

  String address() {
    return address;
  }

  String version() {
    return version;
  }

  private Optional<String> port() {
    OptionalInt port = listeners.port();
    return port.isPresent() ? Optional.of(Integer.toString(port.getAsInt())) : Optional.empty();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String readVersion() {
    try (InputStream file = Identity.class.getResourceAsStream("/ashlar.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
