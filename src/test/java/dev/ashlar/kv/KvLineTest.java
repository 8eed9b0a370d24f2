package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ashlar.platform.http.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvLineTest {
  private static final int MOST = 10;

  @Test
  void textAndBase64AreValues() {
    KvWrite write = write("{\"key\":\"a/ü\",\"value\":\"grün\"}");
    KvWrite.Put text = (KvWrite.Put) write.action();
    KvWrite.Put binary = parse("{\"key\":\"b\",\"base64\":\"AP/+\"}");

    assertThat(write.key()).isEqualTo("a/ü");
    assertThat(text.value()).isEqualTo("grün".getBytes(UTF_8));
    assertThat(text.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(text.ttl()).isNull();
    assertThat(write.expectedRevision()).isNull();
    assertThat(binary.value()).isEqualTo(new byte[] {0, (byte) 0xff, (byte) 0xfe});
    assertThat(binary.contentType()).isEqualTo("application/octet-stream");
  }

  @Test
  void mediaTypeAndTimeToLiveAreKept() {
    KvWrite.Put put =
        parse("{\"key\":\"a\",\"value\":\"\",\"contentType\":\"a/b\",\"ttl\":\"5m\"}\r");

    assertThat(put.contentType()).isEqualTo("a/b");
    assertThat(put.ttl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(put.value()).isEmpty();
  }

  @Test
  void theLimitIsOnTheBytesOfTheValue() {
    assertThat(parse("{\"key\":\"a\",\"value\":\"0123456789\"}").value()).hasSize(MOST);
    assertThat(parse("{\"key\":\"a\",\"base64\":\"MDEyMzQ1Njc4OQ==\"}").value()).hasSize(MOST);
    assertRefused("{\"key\":\"a\",\"value\":\"01234567ü9\"}", "payload-too-large");
    assertRefused("{\"key\":\"a\",\"base64\":\"MDEyMzQ1Njc4OTA=\"}", "payload-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":\"x\"}",
        "{\"key\":\"\",\"value\":\"x\"}",
        "{\"key\":\"a\\u0000\",\"value\":\"x\"}",
        "{\"key\":\"\\ud83d\",\"value\":\"x\"}",
        "{\"key\":\"a\"}",
        "{\"key\":\"a\",\"value\":null}",
        "{\"key\":\"a\",\"value\":\"x\",\"base64\":\"\"}",
        "{\"key\":\"a\",\"value\":\"\\udc00\"}",
        "{\"key\":\"a\",\"value\":1}",
        "{\"key\":\"a\",\"value\":{}}",
        "{\"key\":\"a\",\"base64\":\"#\"}",
        "{\"key\":\"a\",\"value\":\"x\",\"ttl\":\"soon\"}",
        "{\"key\":\"a\",\"value\":\"x\",\"ttl\":\"0s\"}",
        "{\"key\":\"a\",\"value\":\"x\",\"ttl\":\"-PT1S\"}",
        "{\"key\":\"a\",\"value\":\"x\",\"contentType\":\"text\\r\\nX: y\"}",
        "{\"key\":\"a\",\"value\":\"x\",\"revision\":1}",
        "null"
      })
  void aLineWithABadFieldIsRefused(String line) {
    assertRefused(line, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "\"a\"",
        "key,value",
        "{\"key\":\"a\",\"value\":\"x\"} {}",
        "{\"key\":\"a\",\"key\":\"b\",\"value\":\"x\"}"
      })
  void aLineThatIsNoJsonObjectIsRefused(String line) {
    assertRefused(line, "malformed-json");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] line = "{\"key\":\"a\",\"value\":\"x\"}".getBytes(UTF_8);
    line[19] = (byte) 0xff;

    assertThatThrownBy(() -> KvLine.parse("bucket", line, line.length, MOST, "tester"))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource({"1ms", "100d", "PT0.001S", "P36500D"})
  void timesToLiveHaveTwoSpellings(String ttl) {
    assertThat(parse("{\"key\":\"a\",\"value\":\"x\",\"ttl\":\"" + ttl + "\"}").ttl()).isPositive();
  }

  private static void assertRefused(String line, String code) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static KvWrite.Put parse(String line) {
    return (KvWrite.Put) write(line).action();
  }

  private static KvWrite write(String line) {
    byte[] bytes = (line + "left over from a longer line").getBytes(UTF_8);
    return KvLine.parse("bucket", bytes, line.getBytes(UTF_8).length, MOST, "tester");
  }
}
