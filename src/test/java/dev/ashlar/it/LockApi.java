package dev.ashlar.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A lock of its own for a test, as a client calls it; bodies are JSON with single quotes. */
final class LockApi {
  private static final long LIMIT_SECONDS = 70;

  final Api api;
  final String name;

  LockApi(Api api, String name) {
    this.api = api;
    this.name = name;
  }

  static LockApi unique() {
    return new LockApi(Api.shared(), Api.unique("lock"));
  }

  /** The same lock, called with another key or at another node. */
  LockApi as(Api other) {
    return new LockApi(other, name);
  }

  String path(String more) {
    return "/api/v1/locks/" + name + more;
  }

  Api.Answer acquire(String body) {
    return api.post(path("/acquire"), json(body));
  }

  /** Acquires without waiting for the answer. */
  CompletableFuture<Api.Answer> acquireLater(String body) {
    return api.postLater(path("/acquire"), json(body)).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for it, 60 s at most, and is in the queue when this returns. */
  CompletableFuture<Api.Answer> waitFor(String owner, String more) {
    CompletableFuture<Api.Answer> waiting =
        acquireLater("{'owner':'" + owner + "','wait':'60s'" + more + "}");
    soon().until(() -> waiters().contains(owner));
    return waiting;
  }

  /** The same over a connection of its own, to be broken. */
  Socket waitForByHand(String owner, String more) {
    Socket socket =
        RawHttp.post(
            api, path("/acquire"), json("{'owner':'" + owner + "','wait':'60s'" + more + "}"));
    soon().until(() -> waiters().contains(owner));
    return socket;
  }

  /** Acquires what is free. */
  JsonNode hold(String owner) {
    return hold(owner, "");
  }

  JsonNode hold(String owner, String more) {
    return acquire("{'owner':'" + owner + "'" + more + "}").expect(200).json();
  }

  Api.Answer renew(JsonNode grant, String ttl) {
    return api.post(path("/renew"), json("{'lease':'" + lease(grant) + "','ttl':'" + ttl + "'}"));
  }

  Api.Answer release(JsonNode grant) {
    return api.post(path("/release"), json("{'lease':'" + lease(grant) + "'}"));
  }

  Api.Answer breakUp(JsonNode grant, String query) {
    return api.delete(path("/holders/" + lease(grant)) + query);
  }

  Api.Answer configure(String body) {
    return api.put(path("/config"), json(body), "Content-Type", "application/json");
  }

  Api.Answer validate(long token) {
    return api.post(path("/validate"), "{\"token\":" + token + "}");
  }

  JsonNode detail() {
    return api.get(path("")).expect(200).json();
  }

  /** The owners who hold it, in the order of their tokens. */
  List<String> holders() {
    return detail().path("holders").findValuesAsText("owner");
  }

  /** The owners who wait, in the order of their places. */
  List<String> waiters() {
    return detail().path("waiters").findValuesAsText("owner");
  }

  static String lease(JsonNode grant) {
    return grant.path("lease").asText();
  }

  static long token(JsonNode grant) {
    return grant.path("token").asLong();
  }

  /** The grant that a waiter was answered. */
  static JsonNode granted(CompletableFuture<Api.Answer> waiting) {
    return waiting.join().expect(200).json();
  }

  static ConditionFactory soon() {
    return within(Duration.ofSeconds(20));
  }

  static ConditionFactory within(Duration limit) {
    return Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(20));
  }

  static String json(String body) {
    return body.replace('\'', '"');
  }
}
