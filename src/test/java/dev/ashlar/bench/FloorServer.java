package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import dev.ashlar.it.StockPostgres;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.postgresql.Driver;

/** The floors under ours: the same server, with applications that do as little as can be. */
final class FloorServer implements AutoCloseable {
  private final int port = AshlarServer.freePort();
  private final StockPostgres postgres = StockPostgres.started();
  private final LocalProcess process;

  FloorServer() {
    Path directory = AshlarServer.temporaryDirectory();
    Path war = directory.resolve("floors.war");
    ShrinkWrap.create(WebArchive.class)
        .addClasses(BareServlet.class, BareResource.class, JdbcServlet.class, KvBench.class)
        .addClass(BareResource.Resources.class)
        .addAsLibrary(driver())
        .as(ZipExporter.class)
        .exportTo(war.toFile());
    String config = Path.of("payara-config", "pre-boot.txt").toAbsolutePath().toString();
    String database = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres";
    process =
        LocalProcess.answering(
            directory,
            URI.create("http://127.0.0.1:" + port + "/servlet/ready"),
            LocalProcess.payara(war, port, "--prebootcommandfile", config),
            Map.of("BENCH_DB_URL", database));
  }

  private static File driver() {
    try {
      return new File(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  List<KvPeer> floors() {
    return List.of(
        new Floor("one statement a request, JDBC", "/jdbc/", "one upsert or read, same server"),
        new Floor("floor: bare JAX-RS resource", "/jax-rs/", "stores nothing"),
        new Floor("floor: bare servlet", "/servlet/", "stores nothing"));
  }

  @Override
  public void close() {
    process.close();
    postgres.close();
  }

  /** A resource that parses a message and answers; nothing is stored, nothing comes back. */
  QueuePeer messageFloor() {
    return new Floor(
        "floor: bare JAX-RS resource", "/jax-rs/", "parses the same JSON, stores nothing");
  }

  private final class Floor implements KvPeer, QueuePeer {
    private final String name;
    private final String path;
    private final String remark;

    Floor(String name, String path, String remark) {
      this.name = name;
      this.path = path;
      this.remark = remark;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String remark() {
      return remark;
    }

    @Override
    public List<ProcessHandle> processes() {
      return List.of(process.handles().get(0), postgres.process());
    }

    @Override
    public Load.Connector puts() {
      return () ->
          new HttpExchange(port, key -> HttpExchange.request("PUT", path + key, "", KvBench.VALUE));
    }

    @Override
    public Load.Connector gets() {
      return () ->
          new HttpExchange(port, key -> HttpExchange.request("GET", path + key, "", new byte[0]));
    }

    @Override
    public Load.Connector sends() {
      byte[] request =
          HttpExchange.request("POST", path + "bench", QueueBench.JSON, QueueBench.MESSAGE);
      return () -> new HttpExchange(port, key -> request);
    }

    @Override
    public void close() {
      // The server closes.
    }
  }
}
