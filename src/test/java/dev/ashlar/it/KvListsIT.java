package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys and buckets in lists. */
class KvListsIT {
  private final Api api = Api.shared();
  private final String bucket = Api.unique("lists");

  @Test
  void keysAreListedPageByPageInTheOrderOfTheirBytes() {
    List<String> keys = List.of("A", "Z", "a", "a/1", "a/10", "a/2", "a0", "z", "é", "鍵", "🔑");
    keys.forEach(key -> put(key, "v"));

    assertThat(read("", 3)).isEqualTo(keys);
    assertThat(read("", 1)).isEqualTo(keys);
    assertThat(read("", 11)).isEqualTo(keys);
    assertThat(read("a/", 2)).containsExactly("a/1", "a/10", "a/2");
    assertThat(read("%F0%9F", 2)).as("half a character").isEmpty();
    assertThat(read(encoded("🔑"), 2)).containsExactly("🔑");
    assertThat(read("nothing", 2)).isEmpty();
  }

  @Test
  void aListBeginsAfterAKeyThatNeedNotBeThere() {
    List.of("a", "c", "e").forEach(key -> put(key, "v"));

    assertThat(page("?after=b").path("items").findValuesAsText("key")).containsExactly("c", "e");
    assertThat(page("?after=c").path("items").findValuesAsText("key")).containsExactly("e");
    assertThat(page("?after=z").path("items")).isEmpty();
    assertThat(page("?after=z").has("next")).isFalse();
  }

  @Test
  void theLimitIsAHundredUnlessSaid() {
    importKeys(150);

    assertThat(page("").path("items")).hasSize(100);
    assertThat(page("?limit=1&after=" + page("").path("next").asText()).path("items"))
        .singleElement()
        .satisfies(item -> assertThat(item.path("key").asText()).isEqualTo("k0100"));
    assertThat(page("?limit=1000").path("items")).hasSize(150);
    assertThat(page("?limit=1000").has("next")).isFalse();
  }

  @Test
  void itemsAreAsAPutAnswersThemAndHaveValuesWhenAsked() {
    JsonNode text = put("a", "grün");
    byte[] bytes = {0, (byte) 0xff, 1};
    JsonNode binary =
        api.put("/api/v1/kv/" + bucket + "/keys/b", bytes, "Content-Type", "a/b").json();

    assertThat(page("").path("items").get(0)).isEqualTo(text);
    assertThat(page("").path("items").get(1)).isEqualTo(binary);
    JsonNode items = page("?values=true").path("items");
    assertThat(items.get(0).path("value").asText()).isEqualTo("grün");
    assertThat(items.get(0).has("base64")).isFalse();
    assertThat(Base64.getDecoder().decode(items.get(1).path("base64").asText())).isEqualTo(bytes);
    assertThat(items.get(1).has("value")).isFalse();
  }

  @Test
  void aPageOfLargeValuesEndsEarlyAndTheNextGoesOn() {
    String large = "x".repeat(900_000);
    IntStream.range(0, 12).forEach(i -> put("k" + i / 10 + i % 10, large));
    List<String> read = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page = page("?values=true&limit=100&after=" + after);
      for (JsonNode item : page.path("items")) {
        assertThat(item.path("value").asText()).hasSize(900_000);
        read.add(item.path("key").asText());
      }
      after = page.path("next").asText();
      pages++;
    } while (!after.isEmpty());

    assertThat(read).hasSize(12).isSorted();
    assertThat(pages).isBetween(2, 4);
  }

  @Test
  void bucketsAreListedWithExactCountsAndBytesWhateverWasDone() {
    Random random = new Random(42);
    Map<String, Integer> model = new TreeMap<>();
    int changes = 0;
    for (int i = 0; i < 300; i++) {
      String key = "k" + random.nextInt(40);
      String path = "/api/v1/kv/" + bucket + "/keys/" + key;
      if (random.nextInt(3) > 0) {
        int size = random.nextInt(2_000);
        api.put(path, new byte[size]).expect(model.containsKey(key) ? 200 : 201);
        model.put(key, size);
        changes++;
      } else if (changes > 0) {
        api.delete(path).expect(model.containsKey(key) ? 204 : 404);
        changes += model.remove(key) == null ? 0 : 1;
      }
      if (random.nextInt(10) == 0 && model.containsKey(key)) {
        api.put(path, "refused", "If-None-Match", "*").expect(412);
      }
    }

    JsonNode listed = bucketView();
    assertThat(listed.path("keys").asInt()).isEqualTo(model.size());
    assertThat(listed.path("bytes").asInt())
        .isEqualTo(model.values().stream().mapToInt(Integer::intValue).sum());
    assertThat(listed.path("revision").asInt()).isEqualTo(changes);
    assertThat(read("", 7)).containsExactlyElementsOf(model.keySet());
  }

  @Test
  void bucketsAreListedPageByPage() {
    List<String> names = IntStream.range(0, 5).mapToObj(i -> bucket + "." + i).toList();
    names.forEach(n -> api.put("/api/v1/kv/" + n + "/keys/k", "v").expect(201));
    List<String> read = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = api.get("/api/v1/kv?limit=2&after=" + after).expect(200).json();
      read.addAll(page.path("items").findValuesAsText("bucket"));
      after = page.path("next").asText();
    } while (!after.isEmpty());

    assertThat(read).isSorted().doesNotHaveDuplicates().containsAll(names);
  }

  private JsonNode bucketView() {
    for (JsonNode item : api.get("/api/v1/kv?limit=1000").expect(200).json().path("items")) {
      if (item.path("bucket").asText().equals(bucket)) {
        return item;
      }
    }
    throw new AssertionError("not listed");
  }

  private void importKeys(int count) {
    StringBuilder lines = new StringBuilder();
    IntStream.range(0, count)
        .forEach(i -> lines.append(String.format("{\"key\":\"k%04d\",\"value\":\"v\"}%n", i)));
    api.post("/api/v1/kv/" + bucket + "/import", lines.toString(), "Content-Type", Api.NDJSON)
        .expect(200);
  }

  private JsonNode put(String key, String value) {
    return api.put("/api/v1/kv/" + bucket + "/keys/" + encoded(key), value).expect(201).json();
  }

  private JsonNode page(String query) {
    return api.get("/api/v1/kv/" + bucket + "/keys" + query).expect(200).json();
  }

  private List<String> read(String encodedPrefix, int limit) {
    List<String> keys = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          page("?prefix=" + encodedPrefix + "&limit=" + limit + "&after=" + encoded(after));
      assertThat(page.path("items").size()).isLessThanOrEqualTo(limit);
      keys.addAll(page.path("items").findValuesAsText("key"));
      after = page.path("next").asText();
    } while (!after.isEmpty());
    return keys;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
