package dev.ashlar.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The keys of Redis. */
final class RedisPeer implements KvPeer {
  private final RedisServer server = new RedisServer();

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public String remark() {
    return "its own binary protocol, all data in memory, no authentication, no revisions";
  }

  @Override
  public List<ProcessHandle> processes() {
    return server.processes();
  }

  @Override
  public Load.Connector puts() {
    String value = new String(KvBench.VALUE, StandardCharsets.ISO_8859_1);
    return () -> new RespExchange(server.port(), key -> command("SET", "key-" + key, value));
  }

  @Override
  public Load.Connector gets() {
    return () -> new RespExchange(server.port(), key -> command("GET", "key-" + key));
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
    server.close();
  }
}
