package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Redis that flushes its log before it answers. */
final class RedisPeer implements Peer {
  private final String name = "Redis " + Release.of("redis-server") + ", appendfsync always";
  private final int port = AshlarServer.freePort();
  private final LocalProcess process;

  RedisPeer() {
    Path directory = AshlarServer.temporaryDirectory();
    process =
        LocalProcess.listening(
            directory,
            port,
            List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                ""));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String remark() {
    return "its own binary protocol, all data in memory, no authentication, no revisions";
  }

  @Override
  public List<ProcessHandle> processes() {
    return process.handles();
  }

  @Override
  public Load.Connector puts() {
    String value = new String(KvBench.VALUE, StandardCharsets.ISO_8859_1);
    return () -> new RespExchange(port, key -> command("SET", "key-" + key, value));
  }

  @Override
  public Load.Connector gets() {
    return () -> new RespExchange(port, key -> command("GET", "key-" + key));
  }

  private static byte[] command(String... words) {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return command.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    process.close();
  }
}
