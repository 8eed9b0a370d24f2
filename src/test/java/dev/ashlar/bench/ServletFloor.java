package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The floor under HTTP: a servlet that does nothing, on the same server. */
final class ServletFloor implements Peer {
  private final int port = AshlarServer.freePort();
  private final LocalProcess process;

  ServletFloor() {
    Path directory = AshlarServer.temporaryDirectory();
    Path war = directory.resolve("bare.war");
    ShrinkWrap.create(WebArchive.class)
        .addClasses(BareServlet.class, KvBench.class)
        .as(ZipExporter.class)
        .exportTo(war.toFile());
    String config = Path.of("payara-config", "pre-boot.txt").toAbsolutePath().toString();
    process =
        LocalProcess.listening(
            directory, port, LocalProcess.payara(war, port, "--prebootcommandfile", config));
  }

  @Override
  public String name() {
    return "floor: bare servlet";
  }

  @Override
  public String remark() {
    return "stores nothing";
  }

  @Override
  public List<ProcessHandle> processes() {
    return process.handles();
  }

  @Override
  public Load.Connector puts() {
    return () ->
        new HttpExchange(port, key -> HttpExchange.request("PUT", "/" + key, "", KvBench.VALUE));
  }

  @Override
  public Load.Connector gets() {
    return () ->
        new HttpExchange(port, key -> HttpExchange.request("GET", "/" + key, "", new byte[0]));
  }

  @Override
  public void close() {
    process.close();
  }
}
