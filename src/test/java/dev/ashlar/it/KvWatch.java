package dev.ashlar.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An open watch: reads the events as they come. */
final class KvWatch implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpResponse<Stream<String>> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /**
   * An event of the stream.
   *
   * @param id empty when there is none
   */
  record Event(String event, String id, JsonNode data) {
    boolean isChange() {
      return List.of("put", "delete", "expire").contains(event);
    }

    /** As {@code 7 put a/b}. */
    String shown() {
      return "%s %s %s".formatted(data.path("revision").asText(), event, data.path("key").asText());
    }
  }

  private KvWatch(HttpResponse<Stream<String>> response) {
    this.response = response;
    Thread reader = new Thread(this::read, "watch");
    reader.setDaemon(true);
    reader.start();
  }

  /** Watches a bucket, and is sure to be told what changes from now on. */
  static KvWatch open(Api api, String bucket, String query, String... headers) {
    return new KvWatch(
        api.stream("/api/v1/kv/" + bucket + "/watch" + query, headers)
            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .join());
  }

  int status() {
    return response.statusCode();
  }

  String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  List<Event> events() {
    return events;
  }

  List<Event> changes() {
    return events.stream().filter(Event::isChange).toList();
  }

  List<String> shown() {
    return changes().stream().map(Event::shown).toList();
  }

  /** Waits until so many changes came. */
  List<Event> changes(int atLeast) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> changes().size() >= atLeast);
    return changes();
  }

  /** Waits until a change of this revision came. */
  void await(long revision) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> changes().stream().anyMatch(e -> revision(e) >= revision));
  }

  /** Waits for the first event of this name. */
  Event await(String event) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> events.stream().anyMatch(e -> e.event.equals(event)));
    return events.stream().filter(e -> e.event.equals(event)).findFirst().orElseThrow();
  }

  /** Waits until the server has ended the stream. */
  void awaitEnd() {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> ended);
  }

  boolean hasEnded() {
    return ended;
  }

  static long revision(Event event) {
    return event.data.path("revision").asLong();
  }

  @Override
  public void close() {
    response.body().close();
  }

  private void read() {
    String event = "";
    String id = "";
    String data = "";
    try {
      for (String line : (Iterable<String>) response.body()::iterator) {
        if (line.isEmpty()) {
          events.add(new Event(event, id, Api.JSON.readTree(data)));
          event = "";
          id = "";
          data = "";
        } else if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        }
      }
    } catch (UncheckedIOException | IllegalStateException | IOException e) {
      // It was closed.
    } finally {
      ended = true;
    }
  }
}
