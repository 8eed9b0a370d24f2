package dev.ashlar.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Clients of SQS, and a queue of its own for a test, as they call it. */
final class SqsApi {
  static final String REGION = "eu-central-1";

  /** With all rights. */
  static final SqsClient ADMIN = client(credentials("admin"));

  final SqsClient client = ADMIN;
  final String name;
  final String url;

  private SqsApi(String name, Map<QueueAttributeName, String> attributes) {
    this.name = name;
    this.url = client.createQueue(q -> q.queueName(name).attributes(attributes)).queueUrl();
  }

  /** A new queue. */
  static SqsApi unique(Map<QueueAttributeName, String> attributes) {
    return new SqsApi(Api.unique("sqs"), attributes);
  }

  /** A new FIFO queue, with this and more. */
  static SqsApi fifo(Map<QueueAttributeName, String> more) {
    Map<QueueAttributeName, String> attributes = new java.util.HashMap<>(more);
    attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    return new SqsApi(Api.unique("sqs") + ".fifo", attributes);
  }

  static URI endpoint() {
    return URI.create(AshlarServer.shared().baseUri() + "/sqs");
  }

  /** The credentials of a new key of that role and scopes. */
  static AwsBasicCredentials credentials(String role, String... scopes) {
    return credentialsOf(Api.shared().createKey(role, scopes).json().path("id").asText());
  }

  static AwsBasicCredentials credentialsOf(String keyId) {
    return credentialsOf(Api.shared(), keyId);
  }

  static AwsBasicCredentials credentialsOf(Api api, String keyId) {
    JsonNode pair = api.post("/api/v1/keys/" + keyId + "/aws-credentials", "").expect(200).json();
    return AwsBasicCredentials.create(
        pair.path("accessKeyId").asText(), pair.path("secretAccessKey").asText());
  }

  static SqsClient client(AwsBasicCredentials credentials) {
    return client(endpoint(), credentials, configuration -> {});
  }

  static SqsClient client(
      URI endpoint,
      AwsBasicCredentials credentials,
      Consumer<ClientOverrideConfiguration.Builder> more) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .overrideConfiguration(more)
        .region(Region.of(REGION))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  String send(String body) {
    return client.sendMessage(m -> m.queueUrl(url).messageBody(body)).messageId();
  }

  /** Sends to a group, with a deduplication id of its own; answers the sequence number. */
  String sendTo(String group, String body) {
    return client
        .sendMessage(
            m ->
                m.queueUrl(url)
                    .messageBody(body)
                    .messageGroupId(group)
                    .messageDeduplicationId(Api.unique("dedup")))
        .sequenceNumber();
  }

  /** Receives with all attributes. */
  java.util.List<Message> receive(Consumer<ReceiveMessageRequest.Builder> more) {
    return client
        .receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .applyMutation(more))
        .messages();
  }

  /** The one message that there is, or comes within some seconds. */
  Message receiveOne() {
    return receive(r -> r.waitTimeSeconds(10)).get(0);
  }

  void delete(Message message) {
    client.deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  Map<QueueAttributeName, String> attributes() {
    return client
        .getQueueAttributes(g -> g.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  String arn() {
    return attributes().getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }

  void set(QueueAttributeName name, String value) {
    client.setQueueAttributes(s -> s.queueUrl(url).attributes(Map.of(name, value)));
  }

  static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }
}
