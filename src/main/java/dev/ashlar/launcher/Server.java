package dev.ashlar.launcher;

import dev.ashlar.platform.database.DatabaseProbe;
import dev.ashlar.platform.http.Transports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/**
 * The server's JVM: boots the server in this process and finds out whether the application runs.
 *
 * <p>It is tied to its launcher by its standard streams. What it writes on standard output are
 * messages of {@link ServerLink}; everything else that is printed goes to standard error, which is
 * a file.
 */
public final class Server {

  private static final String PAYARA = "fish.payara.micro.impl.PayaraMicroImpl";
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

  /** The log manager knows its loggers only weakly; this keeps the handler's alive. */
  private static final Logger ROOT = Logger.getLogger("");

  private final PrintStream link;
  private final Leash leash;
  private final FirstFailure failure = new FirstFailure();
  private final CompletableFuture<Optional<String>> databaseProblem = new CompletableFuture<>();

  private Server(PrintStream link, Leash leash) {
    this.link = link;
    this.leash = leash;
  }

  /** Boots with the given options of Payara Micro. */
  public static void main(String[] args) throws Exception {
    PrintStream link = System.out;
    System.setOut(System.err);
    DataDirectory directory = new DataDirectory(Path.of(required("ASHLAR_DATA_DIR")));
    if (ProcessLock.tryHold(directory.serverLock()).isEmpty()) {
      throw new IOException("another server runs on " + directory.root());
    }
    new Server(link, Leash.take(System.in, directory)).boot(args);
  }

  private void boot(String[] args) throws Exception {
    if (System.getenv(ServerProcess.POSTGRES_HOME) == null) {
      Thread probe = new Thread(this::probeDatabase, "database probe");
      probe.setDaemon(true);
      probe.start();
    } else {
      databaseProblem.complete(Optional.empty());
    }
    try {
      Object payara = Class.forName(PAYARA).getMethod("getInstance").invoke(null);
      Consumer<Object> beforeDeployment = commandRunner -> beforeDeployment();
      payara
          .getClass()
          .getMethod("setPostBootHandler", Consumer.class)
          .invoke(payara, beforeDeployment);
      payara.getClass().getMethod("create", String[].class).invoke(null, (Object) args);
      report(payara);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      fail(nameProblem().or(failure::line).orElse(StartFailure.describe(e)));
    }
  }

  /** The server does not start on a machine that cannot find itself, and does not say why. */
  private static Optional<String> nameProblem() {
    try {
      InetAddress found = InetAddress.getLocalHost();
      return found.isAnyLocalAddress()
          ? Optional.of("this machine has no address")
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(
          "this machine does not know its own name; add it to /etc/hosts, for example as"
              + " \"127.0.1.1 NAME\" ("
              + e.getMessage()
              + ")");
    }
  }

  private void probeDatabase() {
    databaseProblem.complete(
        DatabaseProbe.problem(
            required("ASHLAR_DB_URL"),
            System.getenv("ASHLAR_DB_USER"),
            System.getenv("ASHLAR_DB_PASSWORD"),
            PROBE_TIMEOUT));
  }

  /** Between boot and deployment: the database has to be there from here on. */
  private void beforeDeployment() {
    ROOT.addHandler(failure);
    databaseProblem.join().ifPresent(this::fail);
    leash.awaitPermission();
  }

  /** A failed deployment does not end the server, nor does it throw; hence the question. */
  private void report(Object payara) throws ReflectiveOperationException {
    Object runtime = payara.getClass().getMethod("getRuntime").invoke(payara);
    Collection<?> deployed =
        (Collection<?>)
            Class.forName("fish.payara.micro.PayaraMicroRuntime")
                .getMethod("getDeployedApplicationNames")
                .invoke(runtime);
    if (deployed.isEmpty()) {
      fail(failure.line().orElse("the application was not deployed"));
    }
    openDoor();
    ROOT.removeHandler(failure);
    link.println(ServerLink.DEPLOYED);
  }

  /** The server listened where nobody looks: it would have answered for an absent application. */
  private void openDoor() throws ReflectiveOperationException {
    InetSocketAddress door =
        new InetSocketAddress(
            required("ASHLAR_ADDRESS"), Integer.parseInt(required("ASHLAR_PORT")));
    try {
      for (TCPNIOTransport transport : Transports.all()) {
        transport.unbindAll();
        transport.bind(door);
      }
    } catch (IOException e) {
      fail("cannot listen on port " + door.getPort() + ": " + e.getMessage());
    }
  }

  /** Stops the server if it runs; what is still booting ends with its process. */
  static void stopQuietly() {
    try {
      Transports.all().forEach(TCPNIOTransport::unbindAll);
      Object payara = Class.forName(PAYARA).getMethod("getInstance").invoke(null);
      payara.getClass().getMethod("shutdown").invoke(payara);
    } catch (ReflectiveOperationException | RuntimeException notRunning) {
      System.err.println("not stopped: " + StartFailure.describe(notRunning));
    }
  }

  private void fail(String line) {
    link.println(ServerLink.FAILED + line);
    System.exit(StartFailure.FAILED);
  }

  private static String required(String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw new IllegalStateException(variable + " is not set");
    }
    return value;
  }
}
