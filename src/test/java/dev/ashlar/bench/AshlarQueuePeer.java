package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ashlar.it.AshlarServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;

/** A queue of this project, as it is shipped: ashlar.jar with its embedded PostgreSQL. */
final class AshlarQueuePeer implements QueuePeer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AshlarServer server;
  private final String path;
  private final String headers;

  AshlarQueuePeer() {
    this(AshlarServer.start(), "bench");
  }

  private AshlarQueuePeer(AshlarServer server, String queue) {
    this.server = server;
    this.path = "/api/v1/queues/" + queue;
    this.headers = "Authorization: Bearer " + server.adminKey() + "\r\n" + QueueBench.JSON;
    call("PUT", "", "{\"type\":\"standard\"}");
  }

  /** Another queue of the same server, which closes with either. */
  AshlarQueuePeer beside(String queue) {
    return new AshlarQueuePeer(server, queue);
  }

  @Override
  public String name() {
    return "Ashlar";
  }

  @Override
  public String remark() {
    return "fsync on, PostgreSQL 18";
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(server.launcher(), server.server(), server.database());
  }

  @Override
  public Load.Connector sends() {
    byte[] send = request("POST", "/messages", new String(QueueBench.MESSAGE, US_ASCII));
    return () -> new HttpExchange(server.port(), key -> send);
  }

  @Override
  public Load.Connector cycles() {
    return () -> new Cycle(new HttpConnection(server.port()));
  }

  /** A connection for calls of another kind. */
  HttpConnection connect() throws IOException {
    return new HttpConnection(server.port());
  }

  byte[] request(String method, String action, String body) {
    return HttpExchange.request(method, path + action, headers, body.getBytes(US_ASCII));
  }

  /** The bodies of what a receive answers with its receipts, which are acknowledged. */
  List<JsonNode> take(HttpConnection connection, String receive) throws IOException {
    JsonNode messages =
        JSON.readTree(connection.call(request("POST", "/receive", receive))).path("messages");
    if (!messages.isEmpty()) {
      String receipts = JSON.writeValueAsString(messages.findValuesAsText("receipt"));
      connection.call(request("POST", "/ack", "{\"receipts\":" + receipts + "}"));
    }
    return List.copyOf(messages.findValues("body"));
  }

  AshlarServer server() {
    return server;
  }

  private void call(String method, String action, String body) {
    JsonNode unused = json(method, path + action, body);
  }

  /** What a call answers. */
  JsonNode json(String method, String path, String body) {
    try (HttpConnection connection = connect()) {
      return JSON.readTree(
          connection.call(HttpExchange.request(method, path, headers, body.getBytes(US_ASCII))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void purge() {
    call("POST", "/purge", "");
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Cycle implements Exchange {
    private final HttpConnection connection;
    private final byte[] send =
        request(
            "POST",
            "/messages",
            "{\"messages\":["
                + String.join(
                    ",", Collections.nCopies(BATCH, new String(QueueBench.MESSAGE, US_ASCII)))
                + "]}");

    Cycle(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    public void call(int key) throws IOException {
      connection.call(send);
      List<JsonNode> unused = take(connection, "{\"max\":" + BATCH + "}");
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
