package dev.ashlar.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The same server by the JSON protocol of SQS. A connection signs its one request when it is
 * opened: the client's part of the work is left out, as it is with ElasticMQ, which asks for no
 * signature.
 */
final class AshlarSqsPeer implements QueuePeer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AshlarQueuePeer ashlar;
  private final AwsCredentialsIdentity credentials;

  AshlarSqsPeer(AshlarQueuePeer ashlar) {
    this.ashlar = ashlar;
    JsonNode key = ashlar.json("POST", "/api/v1/keys", "{\"name\":\"bench\",\"role\":\"admin\"}");
    JsonNode pair =
        ashlar.json("POST", "/api/v1/keys/" + key.path("id").asText() + "/aws-credentials", "");
    credentials =
        AwsCredentialsIdentity.create(
            pair.path("accessKeyId").asText(), pair.path("secretAccessKey").asText());
  }

  @Override
  public String name() {
    return "Ashlar, SQS";
  }

  @Override
  public String remark() {
    return "the same server and queue; every signature is checked";
  }

  @Override
  public List<ProcessHandle> processes() {
    return ashlar.processes();
  }

  @Override
  public Load.Connector sends() {
    return () -> {
      byte[] send = signed("SendMessage", Map.of("MessageBody", QueueBench.BODY));
      return new HttpExchange(ashlar.server().port(), key -> send);
    };
  }

  private byte[] signed(String action, Map<String, String> body) throws IOException {
    var whole = JSON.createObjectNode().put("QueueUrl", "http://localhost/sqs/000000000000/bench");
    body.forEach(whole::put);
    byte[] bytes = JSON.writeValueAsBytes(whole);
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .uri(URI.create("http://localhost/sqs/"))
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("X-Amz-Target", "AmazonSQS." + action)
            .build();
    SdkHttpRequest request =
        AwsV4HttpSigner.create()
            .sign(
                wanted ->
                    wanted
                        .identity(credentials)
                        .request(plain)
                        .payload(() -> new ByteArrayInputStream(bytes))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs"))
            .request();
    StringBuilder headers = new StringBuilder();
    request.forEachHeader(
        (name, values) -> {
          if (!name.equalsIgnoreCase("Host")) {
            headers.append(name).append(": ").append(values.get(0)).append("\r\n");
          }
        });
    return HttpExchange.request("POST", "/sqs/", headers.toString(), bytes);
  }

  /** Its server is closed as the other peer. */
  @Override
  public void close() {}
}
