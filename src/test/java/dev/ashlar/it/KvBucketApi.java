package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/** A bucket of its own for a test, as a client calls it. Thread-safe. */
final class KvBucketApi {
  final Api api;
  final String name;
  private final String path;

  KvBucketApi(Api api, String name) {
    this.api = api;
    this.name = name;
    this.path = "/api/v1/kv/" + name;
  }

  static KvBucketApi unique(String prefix) {
    return new KvBucketApi(Api.shared(), Api.unique(prefix));
  }

  /** The same bucket, called with another key. */
  KvBucketApi as(Api other) {
    return new KvBucketApi(other, name);
  }

  /** A path below the bucket. */
  String path(String more) {
    return path + more;
  }

  String key(String key) {
    return path + "/keys/" + encoded(key);
  }

  /** Puts a text; the answered entry. */
  JsonNode put(String key, String value) {
    Api.Answer answer = api.put(key(key), value, "Content-Type", "text/plain");
    return answer.expect(answer.status() == 201 ? 201 : 200).json();
  }

  void delete(String key) {
    api.delete(key(key)).expect(204);
  }

  String value(String key) {
    return api.get(key(key)).expect(200).text();
  }

  Api.Answer transact(String body, String... headers) {
    return api.post(path("/transactions"), body.replace('\'', '"'), headers);
  }

  Api.Answer increment(String key, String body, String... headers) {
    return api.post(key(key) + "/increment", body.replace('\'', '"'), headers);
  }

  Api.Answer prolong(String key, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", "application/json"));
    return api.send(
        "PATCH",
        key(key),
        java.net.http.HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')),
        all.toArray(String[]::new));
  }

  Api.Answer configure(String body) {
    return api.put(path("/config"), body.replace('\'', '"'), "Content-Type", "application/json");
  }

  JsonNode list(String query) {
    return api.get(path("/keys") + query).expect(200).json();
  }

  /** The keys of one page. */
  List<String> keys(String query) {
    return list(query).path("items").findValuesAsText("key");
  }

  /** The bucket's revision. */
  long revision() {
    return list("?limit=1").path("revision").asLong();
  }

  JsonNode history(String key, String query) {
    return api.get(path("/history?key=" + encoded(key)) + query).expect(200).json();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
