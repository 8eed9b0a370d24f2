package dev.ashlar.bench;

import dev.ashlar.it.AshlarServer;
import java.nio.file.Path;
import java.util.List;

/** Redis that flushes its log before it answers. */
final class RedisServer implements AutoCloseable {
  private final String name = "Redis " + Release.of("redis-server") + ", appendfsync always";
  private final int port = AshlarServer.freePort();
  private final LocalProcess process;

  RedisServer() {
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

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  List<ProcessHandle> processes() {
    return process.handles();
  }

  @Override
  public void close() {
    process.close();
  }
}
