package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What the door of SQS refuses, and by what names: clients act on those. */
class SqsBadInputIT {
  private static final SqsApi QUEUE = SqsApi.unique(Map.of());
  private static final SqsApi FIFO = SqsApi.fifo(Map.of());
  private static final SqsApi SMALL =
      SqsApi.unique(Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1024"));
  private static final AwsBasicCredentials CREDENTIALS = SqsApi.credentials("admin");
  private static final String SQS = "com.amazonaws.sqs#";
  private static final String CORAL = "com.amazon.coral.service#";
  private static final String SIMPLE = "AWS.SimpleQueueService.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CreateQueue | {'QueueName':'a b'} | InvalidParameterValue",
        "CreateQueue | {'QueueName':'a.fifo'} | InvalidParameterValue",
        "CreateQueue | {'QueueName':'a','Attributes':{'FifoQueue':'true'}} | InvalidParameterValue",
        "CreateQueue | {'QueueName':'a','Attributes':{'FifoQueue':'false'}} | InvalidAttributeName",
        "CreateQueue | {'QueueName':'a','Attributes':{'Colour':'red'}} | InvalidAttributeName",
        "CreateQueue | {'QueueName':'a','Attributes':{'QueueArn':'a'}} | InvalidAttributeName",
        "CreateQueue | {'QueueName':'a','Attributes':{'DelaySeconds':'901'}} | InvalidAttributeValue",
        "CreateQueue | {'QueueName':'a','Attributes':{'DelaySeconds':5}} | MalformedInput",
        "CreateQueue | {'QueueName':'a','Attributes':{'RedrivePolicy':'x'}} | InvalidParameterValue",
        "CreateQueue | {'QueueName':'a','tags':{'aws:a':'b'}} | InvalidParameterValue",
        "GetQueueUrl | {} | InvalidParameterValue",
        "GetQueueUrl | {'QueueName':'not-there'} | NonExistentQueue",
        "GetQueueAttributes | {'QueueUrl':'URL','AttributeNames':['Colour']} | InvalidAttributeName",
        "SetQueueAttributes | {'QueueUrl':'FIFO','Attributes':{'FifoQueue':'false'}} | InvalidAttributeValue",
        "ListQueues | {'MaxResults':0} | InvalidParameterValue",
        "ListQueues | {'NextToken':'%'} | InvalidParameterValue",
        "TagQueue | {'QueueUrl':'URL'} | MissingParameter",
        "UntagQueue | {'QueueUrl':'URL'} | InvalidParameterValue",
        "SendMessage | {'MessageBody':'a'} | NonExistentQueue",
        "SendMessage | {'QueueUrl':'URL'} | MissingParameter",
        "SendMessage | {'QueueUrl':'URL','MessageBody':''} | MissingParameter",
        "SendMessage | {'QueueUrl':'URL','MessageBody':'\\u0001'} | InvalidMessageContents",
        "SendMessage | {'QueueUrl':'URL','MessageBody':'\\ud800'} | InvalidMessageContents",
        "SendMessage | {'QueueUrl':'URL','MessageBody':'a','DelaySeconds':901} | InvalidParameterValue",
        "SendMessage | {'QueueUrl':'URL','MessageBody':'a','DelaySeconds':'1'} | MalformedInput",
        "SendMessage | {'QueueUrl':'URL','MessageBody':'a','MessageGroupId':''} | InvalidParameterValue",
        "SendMessage | {'QueueUrl':'URL','MessageBody':'a','MessageDeduplicationId':'d'} | InvalidParameterValue",
        "SendMessage | {'QueueUrl':'FIFO','MessageBody':'a','MessageDeduplicationId':'d'} | MissingParameter",
        "SendMessage | {'QueueUrl':'FIFO','MessageBody':'a','MessageGroupId':'g'} | InvalidParameterValue",
        "ReceiveMessage | {'QueueUrl':'URL','MaxNumberOfMessages':11} | InvalidParameterValue",
        "ReceiveMessage | {'QueueUrl':'URL','WaitTimeSeconds':21} | InvalidParameterValue",
        "ReceiveMessage | {'QueueUrl':'URL','VisibilityTimeout':43201} | InvalidParameterValue",
        "ReceiveMessage | {'QueueUrl':'URL','ReceiveRequestAttemptId':'a'} | InvalidParameterValue",
        "DeleteMessage | {'QueueUrl':'URL'} | MissingParameter",
        "ChangeMessageVisibility | {'QueueUrl':'URL','ReceiptHandle':'a'} | MissingParameter",
        "DeleteMessageBatch | {'QueueUrl':'URL','Entries':[]} | EmptyBatchRequest",
        "DeleteMessageBatch | {'QueueUrl':'URL','Entries':[{'Id':'a b'}]} | InvalidBatchEntryId",
        "DeleteMessageBatch | {'QueueUrl':'URL','Entries':[{'Id':'a'},{'Id':'a'}]} | BatchEntryIdsNotDistinct",
        "SendMessageBatch | {'QueueUrl':'FIFO','Entries':[{'Id':'a','MessageBody':'a'}]} | InvalidParameterValue",
        "StartMessageMoveTask | {'SourceArn':'a'} | InvalidParameterValue",
        "StartMessageMoveTask | {'SourceArn':'ARN'} | InvalidParameterValue",
        "CancelMessageMoveTask | {'TaskHandle':'a'} | InvalidParameterValue",
        "AddPermission | {'QueueUrl':'URL'} | UnsupportedOperation",
        "FlyAway | {} | InvalidAction",
        "SendMessage | [] | MalformedInput",
        "SendMessage | { | MalformedInput",
        "SendMessage | null | MalformedInput",
      })
  void operations(String operation, String body, String code) {
    Api.Answer answer = call(operation, body);

    answer.expect(400);
    assertThat(answer.header("x-amzn-query-error")).matches("(" + SIMPLE + ")?" + code + ";Sender");
    assertThat(answer.header("x-amzn-RequestId")).isNotEmpty();
    assertThat(answer.header("Content-Type")).startsWith("application/x-amz-json-1.0");
    assertThat(answer.json().path("__type").asText()).contains("#").doesNotContain("Sender");
    assertThat(answer.json().path("message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a..b':{'DataType':'String','StringValue':'a'}} | InvalidParameterValue",
        "{'AWS.a':{'DataType':'String','StringValue':'a'}} | InvalidParameterValue",
        "{'a':{'DataType':'Text','StringValue':'a'}} | InvalidParameterValue",
        "{'a':{'DataType':'String','StringValue':''}} | InvalidParameterValue",
        "{'a':{'DataType':'Binary','StringValue':'a'}} | InvalidParameterValue",
        "{'a':{'DataType':'Binary','BinaryValue':'%'}} | MalformedInput",
        "{'a':{'DataType':'Number','StringValue':'many'}} | InvalidParameterValue",
        "{'a':{'DataType':'String','StringListValues':['a']}} | UnsupportedOperation",
        "{'a':null} | InvalidParameterValue",
      })
  void attributes(String attributes, String code) {
    Api.Answer answer =
        call(
            "SendMessage",
            "{'QueueUrl':'URL','MessageBody':'a','MessageAttributes':" + attributes + "}");

    answer.expect(400);
    assertThat(answer.header("x-amzn-query-error")).matches("(" + SIMPLE + ")?" + code + ";Sender");
  }

  @Test
  void aMessageMayBeSoLargeWithItsAttributes() {
    String most = "ü".repeat(500) + "a".repeat(11);
    String attributes = "'MessageAttributes':{'abc':{'DataType':'String','StringValue':'wxyz'}}";
    send(SMALL, most, attributes).expect(200);
    Api.Answer answer = send(SMALL, most + "a", attributes).expect(400);
    assertThat(answer.json().path("message").asText()).endsWith("shorter than 1024 bytes.");

    send(QUEUE, "a".repeat(1 << 20), "'MessageAttributes':{}").expect(200);
    send(QUEUE, "a".repeat((1 << 20) + 1), "'MessageAttributes':{}").expect(400);
  }

  private static Api.Answer send(SqsApi queue, String body, String more) {
    return call(
        "SendMessage",
        "{'QueueUrl':'" + queue.url + "','MessageBody':'" + body + "'," + more + "}");
  }

  @Test
  void aBatchMayBeSoLargeAndHaveSoManyEntries() {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      entries.add("{'Id':'" + i + "','MessageBody':'" + "a".repeat(110_000) + "'}");
    }

    assertError(batch(entries), 400, SQS + "TooManyEntriesInBatchRequest", SIMPLE);
    assertError(batch(entries.subList(0, 10)), 400, SQS + "BatchRequestTooLong", SIMPLE);
    batch(entries.subList(0, 9)).expect(200);
  }

  private static Api.Answer batch(List<String> entries) {
    return call(
        "SendMessageBatch", "{'QueueUrl':'URL','Entries':[" + String.join(",", entries) + "]}");
  }

  @Test
  void garbageIsNoReceipt() {
    Api.Answer answer =
        call("DeleteMessage", "{'QueueUrl':'URL','ReceiptHandle':'" + "a".repeat(2_000) + "'}");

    assertError(answer, 404, SQS + "ReceiptHandleIsInvalid", "");
  }

  @Test
  void answersThatSayNothingAreEmpty() {
    SqsApi queue = SqsApi.unique(Map.of());
    assertThat(call("PurgeQueue", "{'QueueUrl':'" + queue.url + "'}").expect(200).bytes())
        .isEmpty();
    for (String operation :
        List.of(
            "ReceiveMessage",
            "ListQueueTags",
            "ListDeadLetterSourceQueues",
            "GetQueueAttributes")) {
      assertThat(call(operation, "{'QueueUrl':'" + queue.url + "'}").expect(200).text())
          .as(operation)
          .isEqualTo("{}");
    }
    assertThat(call("ListQueues", "{'QueueNamePrefix':'none-begins-so'}").text()).isEqualTo("{}");
  }

  @Test
  void clientsThatSpeakTheOlderProtocolAreTold() {
    Api.Answer form =
        Api.shared()
            .anonymous()
            .post(
                "/sqs/", "Action=ListQueues", "Content-Type", "application/x-www-form-urlencoded");
    assertError(form, 400, CORAL + "UnknownOperationException", "");
    assertError(Api.shared().anonymous().get("/sqs"), 400, CORAL + "UnknownOperationException", "");
  }

  @Test
  void aRequestMustBeSigned() {
    Api.Answer answer =
        Api.shared().anonymous().post("/sqs/", "{}", "Content-Type", "application/x-amz-json-1.0");
    assertError(answer, 403, CORAL + "AccessDeniedException", "");
    assertError(
        send("{}", Map.of("Authorization", "AWS4-HMAC-SHA256 Credential=bogus")),
        400,
        CORAL + "IncompleteSignatureException",
        "");
  }

  @Test
  void aSignatureMustBeThatOfItsKey() {
    AwsBasicCredentials unknown =
        AwsBasicCredentials.create("AKIDEXAMPLE", CREDENTIALS.secretAccessKey());
    AwsBasicCredentials wrong = AwsBasicCredentials.create(CREDENTIALS.accessKeyId(), "secret");
    Map<String, String> good = signed("{}", CREDENTIALS, "sqs", Instant.now());

    send("{}", good).expect(200);
    assertError(
        send("{}", signed("{}", unknown, "sqs", Instant.now())),
        403,
        CORAL + "UnrecognizedClientException",
        "");
    assertInvalid(send("{}", signed("{}", wrong, "sqs", Instant.now())));
    assertInvalid(send("{}", signed("{}", CREDENTIALS, "sns", Instant.now())));
    assertInvalid(send("{ }", good));
    Map<String, String> aimedElsewhere = new java.util.HashMap<>(good);
    aimedElsewhere.put("X-Amz-Target", "AmazonSQS.DeleteQueue");
    assertInvalid(send("{}", aimedElsewhere));
  }

  @Test
  void aSignatureCountsForAQuarterOfAnHour() {
    Instant now = Instant.now();

    send("{}", signed("{}", CREDENTIALS, "sqs", now.minus(Duration.ofMinutes(14)))).expect(200);
    assertInvalid(send("{}", signed("{}", CREDENTIALS, "sqs", now.minus(Duration.ofMinutes(16)))));
    assertInvalid(send("{}", signed("{}", CREDENTIALS, "sqs", now.plus(Duration.ofMinutes(16)))));
  }

  private static void assertInvalid(Api.Answer answer) {
    assertError(answer, 403, CORAL + "InvalidSignatureException", "");
    assertThat(answer.header("x-amzn-query-error")).isEqualTo("SignatureDoesNotMatch;Sender");
  }

  private static void assertError(Api.Answer answer, int status, String type, String prefix) {
    answer.expect(status);
    assertThat(answer.json().path("__type").asText()).isEqualTo(type);
    assertThat(answer.header("x-amzn-query-error")).startsWith(prefix).endsWith(";Sender");
  }

  private static Api.Answer call(String operation, String quoted) {
    String body =
        LockApi.json(
            quoted
                .replace("'URL'", "'" + QUEUE.url + "'")
                .replace("'FIFO'", "'" + FIFO.url + "'")
                .replace("'ARN'", "'arn:aws:sqs:r:1:" + QUEUE.name + "'"));
    return send(body, signed(operation, body, CREDENTIALS, "sqs", Instant.now()));
  }

  private static Map<String, String> signed(
      String body, AwsBasicCredentials credentials, String service, Instant at) {
    return signed("ListQueues", body, credentials, service, at);
  }

  /** The headers of a signed request. */
  private static Map<String, String> signed(
      String operation, String body, AwsBasicCredentials credentials, String service, Instant at) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(java.net.URI.create(SqsApi.endpoint() + "/"))
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("X-Amz-Target", "AmazonSQS." + operation)
            .build();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new java.util.HashMap<>();
    AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(credentials)
                    .request(request)
                    .payload(() -> new ByteArrayInputStream(bytes))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, SqsApi.REGION)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
        .request()
        .forEachHeader((name, values) -> headers.put(name, values.get(0)));
    headers.remove("Host"); // the client's own is the same
    return headers;
  }

  private static Api.Answer send(String body, Map<String, String> headers) {
    List<String> all = new ArrayList<>();
    headers.forEach((name, value) -> all.addAll(List.of(name, value)));
    if (!headers.containsKey("Content-Type")) {
      all.addAll(List.of("Content-Type", "application/x-amz-json-1.0"));
    }
    return Api.shared().anonymous().post("/sqs/", body, all.toArray(String[]::new));
  }
}
