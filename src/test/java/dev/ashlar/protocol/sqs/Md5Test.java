package dev.ashlar.protocol.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The digests that clients check, by values that others compute too. */
class Md5Test {
  @Test
  void ofABody() {
    assertThat(Md5.of("hello".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("5d41402abc4b2a76b9719d911017c592");
  }

  @Test
  void ofAttributes() {
    assertThat(Md5.of(Map.of("color", text("blue")))).isEqualTo("da1b33cc3cbfe8b1630921e78e6b9880");
    assertThat(
            Md5.of(
                Map.of(
                    "color", text("blue"),
                    "count", Attribute.ofText("Number", "3"),
                    "blob", Attribute.ofBytes("Binary", new byte[] {1, 2, 3}))))
        .isEqualTo("d838729972a4b70e2d2acd9d59ac847c");
    assertThat(
            Md5.of(
                Map.of("General", text("Kenobi"), "Hello", text("There"), "Help.Me", text("Me"))))
        .isEqualTo("4c360f3fdafd970e05fae2f149d997f5");
    assertThat(Md5.of(Map.of("timestamp", Attribute.ofText("Number", "1493147359900"))))
        .isEqualTo("235c5c510d26fb653d073faed50ae77c");
    assertThat(Md5.of(Map.of())).isNull();
  }

  @Test
  void ofTheTrace() {
    String trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    assertThat(Md5.of(Map.of("AWSTraceHeader", text(trace))))
        .isEqualTo("5ae4d5d7636402d80f4eb6d213245a88");
  }

  @Test
  void attributesComeBackFromTheHeadersAsTheyWere() {
    Map<String, Attribute> attributes =
        Map.of(
            "a", text("1"),
            "b", Attribute.ofText("Number.int", "2"),
            "c", Attribute.ofBytes("Binary.gif", new byte[] {0, -1}));

    Map<String, String> headers = MessageHeaders.of(attributes, text("trace"));

    assertThat(headers).containsEntry("b", "2").containsEntry("sqs:type:b", "Number.int");
    assertThat(Md5.of(MessageHeaders.attributes(headers))).isEqualTo(Md5.of(attributes));
  }

  private static Attribute text(String value) {
    return Attribute.ofText("String", value);
  }
}
