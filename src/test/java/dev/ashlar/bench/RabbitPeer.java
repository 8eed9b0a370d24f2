package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.ashlar.it.AshlarServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** RabbitMQ with a durable queue; persistent messages, each of which is confirmed. */
final class RabbitPeer implements QueuePeer {
  private static final String QUEUE = "bench";
  private static final int CONFIRM_MILLIS = 60_000;

  private final int port = AshlarServer.freePort();
  private final String names = Integer.toString(AshlarServer.freePort());
  private final LocalProcess process;
  private final ConnectionFactory factory = new ConnectionFactory();

  RabbitPeer() {
    Path directory = AshlarServer.temporaryDirectory();
    process =
        LocalProcess.listening(
            directory,
            port,
            List.of("/usr/lib/rabbitmq/bin/rabbitmq-server"),
            Map.of(
                "HOME", directory.toString(),
                "RABBITMQ_NODENAME", "bench" + port + "@localhost",
                "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1",
                "RABBITMQ_NODE_PORT", Integer.toString(port),
                "RABBITMQ_DIST_PORT", Integer.toString(AshlarServer.freePort()),
                "ERL_EPMD_PORT", names,
                "ERL_EPMD_ADDRESS", "127.0.0.1",
                "RABBITMQ_MNESIA_BASE", directory.resolve("data").toString(),
                "RABBITMQ_LOG_BASE", directory.resolve("logs").toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString()));
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(QUEUE, true, false, false, Map.of());
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "RabbitMQ " + Release.ofPackage("rabbitmq-server") + ", AMQP";
  }

  @Override
  public String remark() {
    return "durable classic queue, persistent messages, confirmed; its own binary protocol";
  }

  @Override
  public List<ProcessHandle> processes() {
    return process.handles();
  }

  @Override
  public Load.Connector sends() {
    return () -> new Session(1, false);
  }

  @Override
  public Load.Connector cycles() {
    return () -> new Session(BATCH, true);
  }

  @Override
  public void purge() {
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.queuePurge(QUEUE);
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Erlang's server of names is no child of the process and outlives it. */
  @Override
  public void close() {
    process.close();
    ProcessBuilder end = new ProcessBuilder("epmd", "-kill");
    end.environment().put("ERL_EPMD_PORT", names);
    try {
      end.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Session implements Exchange {
    private final Connection connection;
    private final Channel channel;
    private final byte[] body = QueueBench.BODY.getBytes(US_ASCII);
    private final int batch;
    private final boolean whole;

    Session(int batch, boolean whole) throws IOException {
      this.batch = batch;
      this.whole = whole;
      try {
        connection = factory.newConnection();
      } catch (TimeoutException e) {
        throw new IOException(e);
      }
      channel = connection.createChannel();
      channel.confirmSelect();
    }

    @Override
    public void call(int key) throws IOException {
      try {
        for (int i = 0; i < batch; i++) {
          channel.basicPublish("", QUEUE, MessageProperties.MINIMAL_PERSISTENT_BASIC, body);
        }
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
      } catch (InterruptedException | TimeoutException e) {
        throw new IOException(e);
      }
      if (whole) {
        receive();
      }
    }

    private void receive() throws IOException {
      long last = 0;
      for (int i = 0; i < batch; i++) {
        GetResponse message = channel.basicGet(QUEUE, false);
        last = message == null ? last : message.getEnvelope().getDeliveryTag();
      }
      if (last > 0) {
        channel.basicAck(last, true);
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
