package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ashlar.it.AshlarServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** ElasticMQ with stored messages, called by the JSON protocol of SQS. */
final class ElasticMqPeer implements QueuePeer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final int port = AshlarServer.freePort();
  private final String url = "http://127.0.0.1:" + port + "/000000000000/bench";
  private final LocalProcess process;

  ElasticMqPeer() {
    Path directory = AshlarServer.temporaryDirectory();
    try {
      Path config =
          Files.writeString(
              directory.resolve("elasticmq.conf"),
              """
              include classpath("application.conf")
              node-address { host = "127.0.0.1", port = %d }
              rest-sqs { enabled = true, bind-port = %d, bind-hostname = "127.0.0.1" }
              rest-stats { enabled = false }
              messages-storage { enabled = true, uri = "jdbc:h2:%s" }
              queues { bench {} }
              """
                  .formatted(port, port, directory.resolve("messages")));
      process =
          LocalProcess.listening(
              directory,
              port,
              List.of(
                  JAVA,
                  "-Dconfig.file=" + config,
                  "-cp",
                  Files.readString(Path.of("target", "elasticmq.classpath")).strip(),
                  "org.elasticmq.server.Main"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "ElasticMQ " + System.getenv("BENCH_ELASTICMQ") + ", SQS";
  }

  @Override
  public String remark() {
    return "stored by H2 in its own time, one node, no authentication";
  }

  @Override
  public List<ProcessHandle> processes() {
    return process.handles();
  }

  @Override
  public Load.Connector sends() {
    byte[] send = request("SendMessage", Map.of("MessageBody", QueueBench.BODY));
    return () -> new HttpExchange(port, key -> send);
  }

  @Override
  public Load.Connector cycles() {
    return () -> new Cycle(new HttpConnection(port));
  }

  private byte[] request(String action, Map<String, ?> body) {
    try {
      var whole = JSON.createObjectNode().put("QueueUrl", url);
      whole.setAll(JSON.<com.fasterxml.jackson.databind.node.ObjectNode>valueToTree(body));
      String headers =
          "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS." + action + "\r\n";
      return HttpExchange.request("POST", "/", headers, JSON.writeValueAsBytes(whole));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void purge() {
    try (HttpConnection connection = new HttpConnection(port)) {
      connection.call(request("PurgeQueue", Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }

  private final class Cycle implements Exchange {
    private final HttpConnection connection;
    private final byte[] send =
        request(
            "SendMessageBatch",
            Map.of(
                "Entries",
                IntStream.range(0, BATCH)
                    .mapToObj(i -> Map.of("Id", "m" + i, "MessageBody", QueueBench.BODY))
                    .toList()));
    private final byte[] receive = request("ReceiveMessage", Map.of("MaxNumberOfMessages", BATCH));

    Cycle(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    public void call(int key) throws IOException {
      connection.call(send);
      JsonNode answer = JSON.readTree(new String(connection.call(receive), UTF_8));
      List<String> receipts = answer.path("Messages").findValuesAsText("ReceiptHandle");
      if (!receipts.isEmpty()) {
        connection.call(
            request(
                "DeleteMessageBatch",
                Map.of(
                    "Entries",
                    IntStream.range(0, receipts.size())
                        .mapToObj(i -> Map.of("Id", "m" + i, "ReceiptHandle", receipts.get(i)))
                        .collect(Collectors.toList()))));
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
