package dev.ashlar.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An open stream: reads the events as they come. */
final class EventReader implements AutoCloseable {
  private static final int LIMIT_SECONDS = 20;

  private final HttpResponse<Stream<String>> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /** An event of the stream. */
  record Event(String name, JsonNode data) {}

  private EventReader(HttpResponse<Stream<String>> response) {
    this.response = response;
    Thread reader = new Thread(this::read, "events");
    reader.setDaemon(true);
    reader.start();
  }

  static EventReader open(Api api, String path) {
    return new EventReader(
        api.stream(path, "Accept", "text/event-stream")
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
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

  /** The events of this name, as soon as there are so many. */
  List<Event> await(String name, int atLeast) {
    LockApi.soon().until(() -> events(name).size() >= atLeast);
    return events(name);
  }

  List<Event> events(String name) {
    return events.stream().filter(event -> event.name.equals(name)).toList();
  }

  /** Whether the server has ended it. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() {
    response.body().close();
  }

  private void read() {
    String name = "";
    String data = "";
    try {
      for (String line : (Iterable<String>) response.body()::iterator) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(name, Api.JSON.readTree(data)));
          name = "";
          data = "";
        }
      }
    } catch (UncheckedIOException | IllegalStateException | IOException e) {
      // It was closed.
    } finally {
      ended = true;
    }
  }
}
