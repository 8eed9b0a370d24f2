package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;

/** A client of etcd's locks: all that it holds hangs on one lease, which it keeps alive. */
final class EtcdLockClient implements LockClient {
  private final HttpConnection connection;
  private final String lease;
  private final long nanosBetweenRenewals;
  private long renewed = System.nanoTime();
  private String key = "";

  EtcdLockClient(int port, Duration ttl) throws IOException {
    connection = new HttpConnection(port);
    lease = JsonField.text(post("/v3/lease/grant", "{\"TTL\":" + ttl.toSeconds() + "}"), "ID");
    nanosBetweenRenewals = ttl.dividedBy(3).toNanos();
  }

  /** Queues until the connection loses patience: the gateway knows no other limit. */
  @Override
  public void acquire(String lock, Duration wait) throws IOException {
    if (System.nanoTime() - renewed > nanosBetweenRenewals) {
      post("/v3/lease/keepalive", "{\"ID\":\"" + lease + "\"}");
      renewed = System.nanoTime();
    }
    String name = Base64.getEncoder().encodeToString(lock.getBytes(US_ASCII));
    String body = "{\"name\":\"" + name + "\",\"lease\":\"" + lease + "\"}";
    key = JsonField.text(post("/v3/lock/lock", body), "key");
  }

  @Override
  public void release() throws IOException {
    post("/v3/lock/unlock", "{\"key\":\"" + key + "\"}");
  }

  private byte[] post(String path, String body) throws IOException {
    return connection.call(EtcdServer.post(path, body));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
