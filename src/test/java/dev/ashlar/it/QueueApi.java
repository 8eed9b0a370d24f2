package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A queue of its own for a test, as a client calls it; bodies are JSON with single quotes. */
final class QueueApi {
  final Api api;
  final String name;

  QueueApi(Api api, String name) {
    this.api = api;
    this.name = name;
  }

  /** A new queue with these settings. */
  static QueueApi unique(String settings) {
    return unique(Api.shared(), settings);
  }

  static QueueApi unique(Api api, String settings) {
    QueueApi queue = new QueueApi(api, Api.unique("queue"));
    queue.configure(settings).expect(201);
    return queue;
  }

  /** The same queue, called with another key. */
  QueueApi as(Api other) {
    return new QueueApi(other, name);
  }

  String path(String more) {
    return "/api/v1/queues/" + name + more;
  }

  Api.Answer configure(String settings) {
    return api.put(path(""), LockApi.json(settings), "Content-Type", "application/json");
  }

  Api.Answer post(String verb, String body) {
    return api.post(path("/" + verb), LockApi.json(body));
  }

  JsonNode send(String body) {
    return post("messages", body).expect(201).json();
  }

  Api.Answer receive(String body) {
    return post("receive", body).expect(200);
  }

  /** The messages that a receive is given. */
  List<JsonNode> take(int max) {
    return messages(receive("{'max':" + max + "}"));
  }

  /** A new queue whose messages die after one failure, and go to this one then. */
  QueueApi source() {
    return unique(api, "{'maxReceives':1,'deadLetterQueue':'" + name + "'}");
  }

  /** Sends a message and lets it fail; the only one that is ready. */
  JsonNode die(String body) {
    JsonNode sent = send(body);
    assertThat(settle("nack", take(1).get(0), ",'reason':'no good'")).isEqualTo("ok");
    return sent;
  }

  void awaitReady(int messages) {
    LockApi.soon().until(() -> detail().path("ready").asInt() == messages);
  }

  /** Redrives, and waits until that is done. */
  JsonNode redrive(String body) {
    return awaitRedrive(post("redrive", body).expect(202).json());
  }

  JsonNode awaitRedrive(JsonNode begun) {
    String path = path("/redrives/" + begun.path("id").asText());
    LockApi.soon().until(() -> api.get(path).expect(200).json().has("endedAt"));
    return api.get(path).json();
  }

  /** Receives without waiting for the answer. */
  CompletableFuture<Api.Answer> receiveLater(String body) {
    return api.postLater(path("/receive"), LockApi.json(body));
  }

  static List<JsonNode> messages(Api.Answer answer) {
    List<JsonNode> messages = new ArrayList<>();
    answer.json().path("messages").forEach(messages::add);
    return messages;
  }

  static List<String> bodies(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("body").asText()).toList();
  }

  /** What became of the receipt of a message: ok, or a code. */
  String settle(String verb, JsonNode message, String more) {
    return outcome(
        post(verb, "{'receipts':['" + message.path("receipt").asText() + "']" + more + "}"));
  }

  static String outcome(Api.Answer answer) {
    JsonNode result = answer.expect(200).json().path("results").path(0);
    return result.path("ok").asBoolean() ? "ok" : result.path("code").asText();
  }

  JsonNode detail() {
    return api.get(path("")).expect(200).json();
  }

  Api.Answer peek(String query) {
    return api.get(path("/messages" + query));
  }
}
