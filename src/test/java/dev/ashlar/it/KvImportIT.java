package dev.ashlar.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Keys by the line: in, out, and what happens to bad ones. */
class KvImportIT {
  private final Api api = Api.shared();
  private final String bucket = Api.unique("import");

  @Test
  void goodLinesAreStoredAndBadOnesReportedByNumber() {
    JsonNode outcome =
        importLines(
            "{\"key\":\"a\",\"value\":\"1\"}\r\n"
                + "\n"
                + "{\"key\":\"b\",\"base64\":\"AP8=\",\"contentType\":\"x/y\"}\n"
                + "not json\n"
                + "   \r\n"
                + "{\"key\":\"\",\"value\":\"x\"}\n"
                + "{\"key\":\"c\",\"value\":\"x\",\"nonsense\":true}\n"
                + "{\"key\":\"d\",\"base64\":\"***\"}\n"
                + "{\"key\":\"a\",\"value\":\"2\"}\n"
                + "{\"key\":\"e\",\"value\":\"last, without a newline\"}");

    assertThat(outcome.path("imported").asInt()).isEqualTo(4);
    assertThat(outcome.path("failed").findValuesAsText("line")).containsExactly("4", "6", "7", "8");
    assertThat(outcome.path("failed").findValuesAsText("code"))
        .containsExactly("malformed-json", "invalid-request", "invalid-request", "invalid-request");
    assertThat(outcome.path("failed").findValuesAsText("detail")).allMatch(d -> !d.isBlank());
    assertThat(get("a").text()).isEqualTo("2");
    assertThat(get("a").header("Ashlar-Version")).isEqualTo("2");
    assertThat(get("b").bytes()).isEqualTo(new byte[] {0, (byte) 0xff});
    assertThat(get("b").header("Content-Type")).isEqualTo("x/y");
    assertThat(get("e").text()).startsWith("last");
  }

  @Test
  void anAtomicImportStoresAllOrNothing() {
    String good = "{\"key\":\"a\",\"value\":\"1\"}\n{\"key\":\"b\",\"value\":\"1\"}\n";

    JsonNode refused = importLines("?atomic=true", good.repeat(2_000) + "{oops}\n");

    assertThat(refused.path("imported").asInt()).isZero();
    assertThat(refused.path("failed").findValuesAsText("line")).containsExactly("4001");
    get("a").expectProblem(404, "bucket-not-found");
    assertThat(importLines("?atomic=true", good).path("imported").asInt()).isEqualTo(2);
    assertThat(get("a").text()).isEqualTo("1");
  }

  @Test
  void aLineThatIsTooLargeIsReportedAndTheNextIsStored() {
    String over = "x".repeat((1 << 20) + 1);
    String farOver = "x".repeat(8 << 20);

    JsonNode outcome =
        importLines(
            "{\"key\":\"a\",\"value\":\""
                + over
                + "\"}\n{\"key\":\"b\",\"value\":\""
                + farOver
                + "\"}\n{\"key\":\"c\",\"value\":\"v\"}\n");

    assertThat(outcome.path("imported").asInt()).isEqualTo(1);
    assertThat(outcome.path("failed").findValuesAsText("code"))
        .containsExactly("payload-too-large", "payload-too-large");
    assertThat(get("c").text()).isEqualTo("v");
  }

  @Test
  void anEmptyImportIsNoError() {
    assertThat(importLines("").path("imported").asInt()).isZero();
    assertThat(importLines("\n\r\n").path("imported").asInt()).isZero();
  }

  @Test
  void aTimeToLiveIsTakenFromTheLineAndGivenBackByTheExport() {
    importLines(
        "{\"key\":\"a\",\"value\":\"1\",\"ttl\":\"1h\"}\n{\"key\":\"b\",\"value\":\"1\"}\n");

    String[] lines = api.get("/api/v1/kv/" + bucket + "/export").expect(200).text().split("\n");

    assertThat(json(lines[0]).path("ttl").asText()).startsWith("PT59M");
    assertThat(json(lines[1]).has("ttl")).isFalse();
  }

  @Test
  void whatIsExportedCanBeImportedAndIsTheSameToTheByte() {
    Random random = new Random(7);
    TreeMap<String, String> lines = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(value);
      ObjectNode line = Api.JSON.createObjectNode().put("key", "dir" + i % 7 + "/é%+ " + i);
      if (i % 3 == 0) {
        line.put("base64", Base64.getEncoder().encodeToString(value));
      } else {
        line.put("value", "text \"" + i + "\" \\ \n\t ü 🔑 \u2028 " + value.length);
      }
      line.put("contentType", i % 2 == 0 ? "a/b" : "text/plain; charset=utf-8");
      lines.put(line.path("key").asText(), line.toString());
    }
    assertThat(importLines(String.join("\n", lines.values())).path("imported").asInt())
        .isEqualTo(3_000);

    byte[] first = api.get("/api/v1/kv/" + bucket + "/export").expect(200).bytes();
    String second = bucket + "-copy";
    api.send(
            "POST",
            "/api/v1/kv/" + second + "/import",
            BodyPublishers.ofByteArray(first),
            "Content-Type",
            Api.NDJSON)
        .expect(200);

    assertThat(api.get("/api/v1/kv/" + second + "/export").expect(200).bytes()).isEqualTo(first);
    assertThat(
            new String(first, UTF_8).lines().map(KvImportIT::json).map(n -> n.path("key").asText()))
        .containsExactlyElementsOf(lines.keySet());
    assertThat(api.get("/api/v1/kv/" + bucket + "/export?prefix=dir3/").text().lines())
        .hasSize((int) lines.keySet().stream().filter(k -> k.startsWith("dir3/")).count());
  }

  @Test
  void manyMoreKeysThanAPageComeOutAsTheyWentIn() {
    int count = 20_000;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(
          String.format(
              "{\"key\":\"k%06d\",\"value\":\"v%d\",\"contentType\":\"text/plain; charset=utf-8\"}\n",
              i, i * 31));
    }

    assertThat(importLines(text.toString()).path("imported").asInt()).isEqualTo(count);

    assertThat(api.get("/api/v1/kv/" + bucket + "/export").expect(200).text())
        .isEqualTo(text.toString());
  }

  @Test
  void aLongImportShowsItsProgressInTheOverview() {
    CountDownLatch seen = new CountDownLatch(1);
    SlowLines lines = new SlowLines(seen);
    CompletableFuture<Api.Answer> importing =
        CompletableFuture.supplyAsync(
            () ->
                api.send(
                    "POST",
                    "/api/v1/kv/" + bucket + "/import",
                    BodyPublishers.ofInputStream(() -> lines),
                    "Content-Type",
                    Api.NDJSON));
    try (OverviewStream overview = OverviewStream.open(api)) {
      Awaitility.await()
          .until(
              () ->
                  overview.latest().path("tasks").findValuesAsText("name").stream()
                      .anyMatch(name -> name.contains(bucket)));
    } finally {
      seen.countDown();
    }

    assertThat(importing.join().expect(200).json().path("imported").asInt()).isEqualTo(2_001);
  }

  private JsonNode importLines(String text) {
    return importLines("", text);
  }

  private JsonNode importLines(String query, String text) {
    return api.post("/api/v1/kv/" + bucket + "/import" + query, text, "Content-Type", Api.NDJSON)
        .expect(200)
        .json();
  }

  private Api.Answer get(String key) {
    return api.get("/api/v1/kv/" + bucket + "/keys/" + key);
  }

  private static JsonNode json(String line) {
    try {
      return Api.JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(line, e);
    }
  }

  /** 2,000 lines, a wait, and one line more. */
  private static final class SlowLines extends InputStream {
    private final CountDownLatch wait;
    private final byte[] bytes = "{\"key\":\"k\",\"value\":\"v\"}\n".repeat(2_001).getBytes(UTF_8);
    private int position;

    SlowLines(CountDownLatch wait) {
      this.wait = wait;
    }

    @Override
    public int read() {
      if (position == bytes.length / 2_001 * 2_000) {
        try {
          assertThat(wait.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return position < bytes.length ? bytes[position++] : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int first = read();
      if (first < 0) {
        return -1;
      }
      buffer[offset] = (byte) first;
      int boundary = bytes.length / 2_001 * 2_000;
      int stop = position < boundary ? boundary : bytes.length;
      int more = Math.min(length - 1, stop - position);
      System.arraycopy(bytes, position, buffer, offset + 1, more);
      position += more;
      return more + 1;
    }
  }
}
