package dev.ashlar.it;

import com.fasterxml.jackson.databind.JsonNode;

/** A session of its own for a test, as a client calls it. */
final class LockSessionApi {
  final Api api;
  final JsonNode created;
  final String id;

  LockSessionApi(Api api, JsonNode created) {
    this.api = api;
    this.created = created;
    this.id = created.path("id").asText();
  }

  static LockSessionApi begin(Api api, String owner, String ttl) {
    String body = LockApi.json("{'owner':'" + owner + "','ttl':'" + ttl + "'}");
    return new LockSessionApi(api, api.post("/api/v1/sessions", body).expect(201).json());
  }

  String path(String more) {
    return "/api/v1/sessions/" + id + more;
  }

  /** What an acquire says to hold something under it. */
  String member() {
    return ",'session':'" + id + "'";
  }

  Api.Answer keepAlive() {
    return api.post(path("/keepalive"), "");
  }

  Api.Answer end() {
    return api.delete(path(""));
  }

  boolean isOver() {
    return keepAlive().status() == 410;
  }

  EventReader stream() {
    return EventReader.open(api, path("/stream"));
  }
}
