package dev.ashlar.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.it.StockPostgres;
import dev.ashlar.proof.ProofClient.Answer;
import dev.ashlar.proof.WatchChecker.Change;
import dev.ashlar.proof.WatchChecker.Watcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A client that watches a bucket from its first change on: when a stream breaks off, or has been
 * silent for longer than it may, it goes on at another node where it was.
 */
final class WatchWorkload {
  private static final int CONNECT_MILLIS = 1_000;

  /** Longer than a stream may be silent, which is ten seconds. */
  private static final int SILENCE_MILLIS = 12_000;

  private static final long END_NANOS = 60_000_000_000L;
  private static final int PAUSE_MILLIS = 50;

  private final List<ProofNode> nodes;
  private final String path;
  private final String prefix;
  private final List<Change> told = new ArrayList<>();
  private String lastId = "0";
  private volatile long reached;
  private volatile long last = Long.MAX_VALUE;
  private int connections;

  WatchWorkload(List<ProofNode> nodes, String bucket, String prefix) {
    this.nodes = nodes;
    this.path = "/api/v1/kv/" + bucket + "/watch?prefix=" + prefix + "&from=0";
    this.prefix = prefix;
  }

  /** Watches until the revision that {@link #endAt} names was reached. */
  void run(Random random) {
    while (reached < last) {
      try {
        read(nodes.get(random.nextInt(nodes.size())));
      } catch (IOException e) {
        pause();
      }
    }
  }

  /** Nothing more will change. */
  void endAt(long revision) {
    last = revision;
  }

  /** Waits for the end, for a minute; who has not come that far was not told everything. */
  Watcher told(Thread watching) throws InterruptedException {
    watching.join(END_NANOS / 1_000_000);
    synchronized (told) {
      String name = "watcher of \"" + prefix + "\", " + connections + " connections";
      return new Watcher(name, prefix, 0, last, told);
    }
  }

  private void read(ProofNode node) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) node.uri().resolve(path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(SILENCE_MILLIS);
    connection.setRequestProperty("Authorization", "Bearer " + StockPostgres.ADMIN_KEY);
    connection.setRequestProperty("Accept", "text/event-stream");
    connection.setRequestProperty("Last-Event-ID", lastId);
    connections++;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
      String event = "";
      String id = lastId;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          take(event, id, ProofClient.JSON.readTree(line.substring(6)));
        }
        if (reached >= last) {
          return;
        }
      }
    } finally {
      connection.disconnect();
    }
  }

  private void take(String event, String id, JsonNode data) throws IOException {
    switch (event) {
      case "put", "delete", "expire" -> {
        @Nullable String value = event.equals("put") ? data.path("value").asText() : null;
        long revision = data.path("revision").asLong();
        synchronized (told) {
          told.add(new Change(revision, data.path("key").asText(), value));
        }
        reached = revision;
      }
      case "progress" -> reached = data.path("revision").asLong();
      case "overrun" -> throw new IOException("overrun");
      default -> throw new IllegalStateException("unexpected event " + event + ": " + data);
    }
    lastId = id;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The acknowledged changes of which the writer knows the revision. */
  static List<Change> acknowledged(List<KvOperation> calls) {
    return calls.stream()
        .filter(c -> c.action() == KvOperation.Action.PUT)
        .filter(c -> c.outcome() == Outcome.OK && !c.refused())
        .map(c -> new Change(c.revision(), c.key(), c.value()))
        .toList();
  }

  /** What certainly was not written. */
  static List<Change> impossible(List<KvOperation> calls) {
    return calls.stream()
        .filter(c -> c.action() == KvOperation.Action.PUT)
        .filter(c -> c.outcome() == Outcome.FAIL || c.refused())
        .map(c -> new Change(0, c.key(), c.value()))
        .toList();
  }

  /**
   * The revision of a last write, tried until it is answered: a node may notice only now that a
   * connection was half open, and is not ready for a moment.
   */
  static long mark(ProofClient client, ProofNode node, String bucket) throws InterruptedException {
    String path = "/api/v1/kv/" + bucket + "/keys/the-end";
    long deadline = System.nanoTime() + END_NANOS;
    Answer answer = client.call(node, "PUT", path, "end", request -> request);
    while (answer.outcome() != Outcome.OK && System.nanoTime() < deadline) {
      pause();
      answer = client.call(node, "PUT", path, "end", request -> request);
    }
    if (answer.outcome() != Outcome.OK) {
      throw new IllegalStateException("answered " + answer.status() + ": " + answer.body());
    }
    return answer.json().path("revision").asLong();
  }
}
