package dev.ashlar.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An open overview page: reads the events as they come. */
final class OverviewStream implements AutoCloseable {
  private final HttpResponse<Stream<String>> response;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private OverviewStream(HttpResponse<Stream<String>> response) {
    this.response = response;
    Thread reader = new Thread(this::read, "overview");
    reader.setDaemon(true);
    reader.start();
  }

  static OverviewStream open(Api api) {
    return new OverviewStream(
        api.stream("/api/v1/console/overview", "Accept", "text/event-stream")
            .orTimeout(30, TimeUnit.SECONDS)
            .join());
  }

  int status() {
    return response.statusCode();
  }

  String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  List<JsonNode> events() {
    return events;
  }

  /** The newest event; missing before the first. */
  JsonNode latest() {
    return events.isEmpty() ? MissingNode.getInstance() : events.get(events.size() - 1);
  }

  @Override
  public void close() {
    response.body().close();
  }

  private void read() {
    try {
      response.body().filter(line -> line.startsWith("data:")).forEach(this::take);
    } catch (UncheckedIOException | IllegalStateException e) {
      // The page was closed.
    }
  }

  private void take(String line) {
    try {
      events.add(Api.JSON.readTree(line.substring("data:".length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
