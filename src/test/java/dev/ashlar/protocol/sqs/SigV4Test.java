package dev.ashlar.protocol.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, by values that another client computes too. */
class SigV4Test {
  private static final String SIGNED =
      "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target";
  private static final String SIGNATURE =
      "a70904304d34bb6190c8bb6f7d4e821f1efed463f3eb03e68089336bbd7ca322";
  private static final String HEADER =
      "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/sqs/aws4_request, SignedHeaders="
          + SIGNED
          + ", Signature="
          + SIGNATURE;
  private static final String TIME = "20260101T000000Z";
  private static final byte[] BODY = "{\"QueueName\":\"test\"}".getBytes(StandardCharsets.UTF_8);

  private final SigV4Header header = SigV4Header.parse(HEADER);

  @Test
  void aRequestHasTheSignatureThatOthersCompute() {
    String payload = SigV4.sha256(BODY);
    Map<String, List<String>> headers =
        Map.of(
            "content-type", List.of("application/x-amz-json-1.0"),
            "host", List.of("localhost:9324"),
            "x-amz-content-sha256", List.of(payload),
            "x-amz-date", List.of(TIME),
            "x-amz-target", List.of("AmazonSQS.GetQueueUrl"));
    String canonical =
        new CanonicalRequest("POST", "/sqs/", null, n -> headers.getOrDefault(n, List.of()))
            .text(header, payload);
    byte[] key = SigV4.signingKey("secret", "20260101", "eu-west-1", "sqs");

    assertThat(payload)
        .isEqualTo("7bb14baa1767deb57d8849442e9f4d82b87a0052dd54a2c8a293d35bcecd1aca");
    assertThat(SigV4.sha256(canonical.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("d49888b18981820d2b403d9795f44b01879768821f4a872952ebdd7ceb6b275e");
    assertThat(HexFormat.of().formatHex(key))
        .isEqualTo("b3d4330f6822ef4486e7f0711f64a988ecebdc87dcf7cf25c088fd4749762916");
    assertThat(SigV4.signature(key, SigV4.stringToSign(TIME, header, canonical)))
        .isEqualTo(SIGNATURE);
  }

  @Test
  void pathsAreEncodedOnceMoreAndQueriesSorted() {
    CanonicalRequest request =
        new CanonicalRequest("GET", "/a%20b/ü", "b=2&a=x+y&a=%2F", name -> List.of(" 1   2 ", "3"));

    assertThat(request.text(header, "hash"))
        .startsWith("GET\n/a%2520b/%C3%BC\na=%2F&a=x%2By&b=2\ncontent-type:1 2,3\nhost:1 2,3\n")
        .endsWith("\n\n" + SIGNED + "\nhash");
  }

  @Test
  void aSignedHeaderThatIsNotThereIsNoGoodSignature() {
    CanonicalRequest request = new CanonicalRequest("POST", "/", null, name -> List.of());

    assertThatThrownBy(() -> request.text(header, "hash"))
        .isInstanceOfSatisfying(
            SqsException.class, e -> assertThat(e.error()).isEqualTo(SqsError.INVALID_SIGNATURE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer x",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=bogus, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=A/20260101/r/sqs/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=A/20260101/r/sqs/aws4, SignedHeaders=host, Signature=00",
      })
  void anIncompleteHeaderIsRefused(String text) {
    assertThatThrownBy(() -> SigV4Header.parse(text))
        .isInstanceOfSatisfying(
            SqsException.class,
            e -> assertThat(e.error()).isEqualTo(SqsError.INCOMPLETE_SIGNATURE));
  }
}
