package dev.ashlar.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;

/** A client of this project's locks; each lock that it acquires has a lease of its own. */
final class AshlarLockClient implements LockClient {
  private final HttpConnection connection;
  private final String headers;
  private final String asked;
  private String path = "";
  private String lease = "";

  AshlarLockClient(int port, String key, String owner, Duration ttl) throws IOException {
    connection = new HttpConnection(port);
    headers = "Authorization: Bearer " + key + "\r\nContent-Type: application/json\r\n";
    asked = "{\"owner\":\"" + owner + "\",\"ttl\":\"" + ttl.toSeconds() + "s\"";
  }

  @Override
  public void acquire(String lock, Duration wait) throws IOException {
    path = "/api/v1/locks/" + lock;
    String queue = wait.isZero() ? "" : ",\"wait\":\"" + wait.toSeconds() + "s\"";
    lease = JsonField.text(post("/acquire", asked + queue + "}"), "lease");
  }

  @Override
  public void release() throws IOException {
    post("/release", "{\"lease\":\"" + lease + "\"}");
  }

  private byte[] post(String action, String body) throws IOException {
    byte[] bytes = body.getBytes(US_ASCII);
    return connection.call(HttpExchange.request("POST", path + action, headers, bytes));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
