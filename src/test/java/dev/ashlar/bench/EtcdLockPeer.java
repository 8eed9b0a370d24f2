package dev.ashlar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The locks of etcd. */
final class EtcdLockPeer implements LockPeer {
  private final EtcdServer server = new EtcdServer();

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public String remark() {
    return "fsync on, one member, no authentication, no limit to waiting, one lease a client";
  }

  @Override
  public List<ProcessHandle> processes() {
    return server.processes();
  }

  @Override
  public LockClient client(int number, Duration ttl) throws IOException {
    return new EtcdLockClient(server.port(), ttl);
  }

  @Override
  public void close() {
    server.close();
  }
}
