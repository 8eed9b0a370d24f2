package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues as the AWS SDK sees them, which checks the digests of all that it sends and receives. */
class SqsIT {
  private static final Duration HASTE = Duration.ofSeconds(1);

  private final SqsApi queue = SqsApi.unique(Map.of());

  @Test
  void aMessageIsSentReceivedAndDeleted() {
    String body = "{\"a\":\"ü\uD83D\uDE00\u2028\r\n\t\"} ";
    Map<String, MessageAttributeValue> attributes =
        Map.of(
            "text", SqsApi.attribute("String.label", "ü"),
            "number", SqsApi.attribute("Number.int", "007"),
            "bytes",
                MessageAttributeValue.builder()
                    .dataType("Binary")
                    .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 2}))
                    .build());
    String id =
        queue
            .client
            .sendMessage(
                m ->
                    m.queueUrl(queue.url)
                        .messageBody(body)
                        .messageGroupId("tenant")
                        .messageAttributes(attributes))
            .messageId();

    Message message = queue.receiveOne();

    assertThat(message.messageId()).isEqualTo(id);
    assertThat(message.body()).isEqualTo(body);
    assertThat(message.messageAttributes()).isEqualTo(attributes);
    assertThat(message.attributes())
        .containsOnlyKeys(
            MessageSystemAttributeName.SENDER_ID,
            MessageSystemAttributeName.SENT_TIMESTAMP,
            MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
            MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
            MessageSystemAttributeName.MESSAGE_GROUP_ID)
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1");
    queue.delete(message);
    queue.delete(message);
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
    assertThat(queue.receive(r -> r.waitTimeSeconds(0))).isEmpty();
  }

  @Test
  void onlyTheAttributesThatAreAskedForAreGiven() {
    queue.client.sendMessage(
        m ->
            m.queueUrl(queue.url)
                .messageBody("a")
                .messageAttributes(
                    Map.of(
                        "color", SqsApi.attribute("String", "blue"),
                        "count", SqsApi.attribute("Number", "1"))));

    Message message =
        queue
            .client
            .receiveMessage(
                r -> r.queueUrl(queue.url).messageAttributeNames("col.*").waitTimeSeconds(5))
            .messages()
            .get(0);

    assertThat(message.messageAttributes()).containsOnlyKeys("color");
    assertThat(message.hasAttributes()).isFalse();
  }

  @Test
  void aReceiverWhoWaitsIsWokenByAMessage() {
    CompletableFuture<List<Message>> waiting =
        CompletableFuture.supplyAsync(() -> queue.receive(r -> r.waitTimeSeconds(20)));
    assertThat(queue.send("woken")).isNotEmpty();

    assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join())
        .extracting(Message::body)
        .containsExactly("woken");
  }

  @Test
  void ofABatchEachEntryFailsByItself() {
    SendMessageBatchResponse sent =
        queue.client.sendMessageBatch(
            b ->
                b.queueUrl(queue.url)
                    .entries(entry("good", "1"), entry("bad", "\u0000"), entry("fine", "2")));

    assertThat(sent.successful()).extracting(e -> e.id()).containsExactly("good", "fine");
    assertThat(sent.failed())
        .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::code)
        .containsExactly(tuple("bad", "InvalidMessageContents"));

    List<Message> received = queue.receive(r -> r.waitTimeSeconds(5));
    assertThat(received).extracting(Message::body).containsExactly("1", "2");
    queue.client.changeMessageVisibilityBatch(
        b -> b.queueUrl(queue.url).entries(visible(received.get(0)), visible(received.get(1))));
    List<Message> again = queue.receive(r -> r.waitTimeSeconds(5));
    assertThat(again).hasSize(2);
    List<DeleteMessageBatchRequestEntry> deletes =
        List.of(
            deleted("a", again.get(0).receiptHandle()),
            deleted("b", again.get(1).receiptHandle()),
            deleted("c", "garbage"));
    var deletion = queue.client.deleteMessageBatch(b -> b.queueUrl(queue.url).entries(deletes));

    assertThat(deletion.successful()).extracting(e -> e.id()).containsExactly("a", "b");
    assertThat(deletion.failed())
        .extracting(BatchResultErrorEntry::code)
        .containsExactly("ReceiptHandleIsInvalid");
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
  }

  private static SendMessageBatchRequestEntry entry(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }

  private static ChangeMessageVisibilityBatchRequestEntry visible(Message message) {
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(message.messageId())
        .receiptHandle(message.receiptHandle())
        .visibilityTimeout(0)
        .build();
  }

  private static DeleteMessageBatchRequestEntry deleted(String id, String receipt) {
    return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(receipt).build();
  }

  @Test
  void aLateDeleteCountsWhileNobodyElseHasTheMessage() {
    queue.send("late");
    Message first = queue.receive(r -> r.waitTimeSeconds(5).visibilityTimeout(0)).get(0);
    Message second = queue.receive(r -> r.waitTimeSeconds(5).visibilityTimeout(0)).get(0);

    queue.delete(first);
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1");
    assertThatThrownBy(
            () ->
                queue.client.changeMessageVisibility(
                    c ->
                        c.queueUrl(queue.url)
                            .receiptHandle(first.receiptHandle())
                            .visibilityTimeout(9)))
        .isInstanceOfSatisfying(
            SqsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue"));
    queue.delete(second);
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
    assertThat(second.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
  }

  @Test
  void aDelayHidesAMessageAtFirst() {
    queue.client.sendMessage(m -> m.queueUrl(queue.url).messageBody("never").delaySeconds(900));
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "1");
    assertThat(queue.receive(r -> r.waitTimeSeconds(0))).isEmpty();

    queue.client.sendMessage(m -> m.queueUrl(queue.url).messageBody("later").delaySeconds(1));
    assertThat(queue.receiveOne().body()).isEqualTo("later");
  }

  @Test
  void aQueueHasTheAttributesThatItWasGiven() {
    assertThat(queue.attributes())
        .hasSize(12)
        .containsEntry(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1048576")
        .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "345600")
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30")
        .containsEntry(
            QueueAttributeName.QUEUE_ARN,
            "arn:aws:sqs:" + SqsApi.REGION + ":000000000000:" + queue.name);
    assertThat(queue.client.getQueueUrl(g -> g.queueName(queue.name)).queueUrl())
        .isEqualTo(queue.url)
        .isEqualTo(SqsApi.endpoint() + "/000000000000/" + queue.name);

    queue.set(QueueAttributeName.VISIBILITY_TIMEOUT, "0");
    queue.set(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "3");

    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "0")
        .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "3");
    create(Map.of());
    create(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "0"));
    assertThatThrownBy(() -> create(Map.of(QueueAttributeName.DELAY_SECONDS, "5")))
        .isInstanceOf(QueueNameExistsException.class);
  }

  private void create(Map<QueueAttributeName, String> attributes) {
    assertThat(
            queue
                .client
                .createQueue(q -> q.queueName(queue.name).attributes(attributes))
                .queueUrl())
        .isEqualTo(queue.url);
  }

  @Test
  void queuesAreListedTaggedPurgedAndDropped() {
    SqsApi other = SqsApi.unique(Map.of());
    queue.client.tagQueue(t -> t.queueUrl(queue.url).tags(Map.of("a", "1", "b", "")));
    queue.client.tagQueue(t -> t.queueUrl(queue.url).tags(Map.of("a", "2", "c", "3")));
    queue.client.untagQueue(t -> t.queueUrl(queue.url).tagKeys("c", "d"));
    queue.send("dropped");

    queue.client.purgeQueue(p -> p.queueUrl(queue.url));

    assertThat(queue.client.listQueueTags(t -> t.queueUrl(queue.url)).tags())
        .isEqualTo(Map.of("a", "2", "b", ""));
    assertThat(queue.client.listQueueTags(t -> t.queueUrl(other.url)).tags()).isEmpty();
    assertThat(queue.receive(r -> r.waitTimeSeconds(0))).isEmpty();
    assertThat(queue.client.listQueues(l -> l.queueNamePrefix(queue.name)).queueUrls())
        .contains(queue.url);
    assertThat(
            queue
                .client
                .listQueuesPaginator(l -> l.queueNamePrefix("sqs-").maxResults(1))
                .queueUrls())
        .contains(queue.url, other.url);

    queue.client.deleteQueue(d -> d.queueUrl(queue.url));

    assertThatThrownBy(() -> queue.client.getQueueUrl(g -> g.queueName(queue.name)))
        .isInstanceOfSatisfying(
            QueueDoesNotExistException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("AWS.SimpleQueueService.NonExistentQueue"));
    assertThatThrownBy(() -> queue.send("nowhere")).isInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void deadLettersGoToTheirQueueAndBack() {
    SqsApi dead = SqsApi.unique(Map.of());
    queue.set(QueueAttributeName.REDRIVE_POLICY, policy(dead.arn()));
    queue.send("poison");
    Message failed = queue.receive(r -> r.waitTimeSeconds(5).visibilityTimeout(0)).get(0);

    Message letter = dead.receive(r -> r.waitTimeSeconds(10).visibilityTimeout(1)).get(0);

    assertThat(letter.messageId()).isEqualTo(failed.messageId());
    assertThat(letter.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2")
        .containsEntry(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN, queue.arn())
        .containsEntry(
            MessageSystemAttributeName.SENT_TIMESTAMP,
            failed.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP));
    assertThat(queue.client.listDeadLetterSourceQueues(l -> l.queueUrl(dead.url)).queueUrls())
        .containsExactly(queue.url);
    dead.client.changeMessageVisibility(
        c -> c.queueUrl(dead.url).receiptHandle(letter.receiptHandle()).visibilityTimeout(0));

    queue.client.startMessageMoveTask(s -> s.sourceArn(dead.arn()));

    assertThat(queue.receiveOne().body()).isEqualTo("poison");
    Awaitility.await()
        .until(
            () ->
                queue
                    .client
                    .listMessageMoveTasks(l -> l.sourceArn(dead.arn()))
                    .results()
                    .get(0)
                    .status()
                    .equals("COMPLETED"));
  }

  @Test
  void aMoveTaskIsCancelled() {
    SqsApi dead = SqsApi.unique(Map.of());
    queue.set(QueueAttributeName.REDRIVE_POLICY, policy(dead.arn()));
    for (String body : List.of("a", "b", "c")) {
      queue.send(body);
      assertThat(queue.receive(r -> r.waitTimeSeconds(5).visibilityTimeout(0))).hasSize(1);
    }
    awaitMessages(dead, "3");
    String task =
        queue
            .client
            .startMessageMoveTask(s -> s.sourceArn(dead.arn()).maxNumberOfMessagesPerSecond(1))
            .taskHandle();
    awaitMessages(queue, "1");

    var cancelled = queue.client.cancelMessageMoveTask(c -> c.taskHandle(task));

    long moved = cancelled.approximateNumberOfMessagesMoved();
    assertThat(moved).isBetween(1L, 2L);
    var listed = queue.client.listMessageMoveTasks(l -> l.sourceArn(dead.arn())).results().get(0);
    assertThat(listed.status()).isEqualTo("CANCELLED");
    assertThat(listed.approximateNumberOfMessagesMoved()).isEqualTo(moved);
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "" + moved);
    assertThatThrownBy(() -> queue.client.cancelMessageMoveTask(c -> c.taskHandle(task)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private static void awaitMessages(SqsApi of, String number) {
    LockApi.soon()
        .until(
            () ->
                number.equals(
                    of.attributes().get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));
  }

  private static String policy(String arn) {
    return "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"1\"}";
  }

  @Test
  void deadLettersAreSeenAndSentOnlyWithinTheScopesOfTheKey() {
    SqsApi other = SqsApi.unique(Map.of());
    SqsClient mine = SqsApi.client(SqsApi.credentials("admin", "queue:" + queue.name));
    SqsClient its = SqsApi.client(SqsApi.credentials("read", "queue:" + other.name));

    assertDenied(() -> choose(mine, other.arn()));
    assertDenied(() -> choose(mine, other.arn() + "-not-there"));
    choose(queue.client, other.arn());
    choose(mine, other.arn());
    assertThat(its.listDeadLetterSourceQueues(l -> l.queueUrl(other.url)).queueUrls()).isEmpty();
  }

  private void choose(SqsClient client, String deadLetters) {
    client.setQueueAttributes(
        s ->
            s.queueUrl(queue.url)
                .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy(deadLetters))));
  }

  @Test
  void aReceiverWhoIsGoneIsGivenNothing() {
    try (SqsClient gone =
        SqsApi.client(
            SqsApi.endpoint(), SqsApi.credentials("write"), c -> c.apiCallTimeout(HASTE))) {
      assertThatThrownBy(() -> gone.receiveMessage(r -> r.queueUrl(queue.url).waitTimeSeconds(20)))
          .isInstanceOf(ApiCallTimeoutException.class);
    }
    queue.send("a");

    assertThat(queue.receiveOne().attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
  }

  @Test
  void aDeadLetterOfAFifoQueueIsStillKnownByItsDeduplicationId() {
    SqsApi dead = SqsApi.fifo(Map.of());
    SqsApi fifo = SqsApi.fifo(Map.of(QueueAttributeName.REDRIVE_POLICY, policy(dead.arn())));
    fifo.client.sendMessage(
        m ->
            m.queueUrl(fifo.url)
                .messageBody("a")
                .messageGroupId("g")
                .messageDeduplicationId("known"));
    assertThat(fifo.receive(r -> r.waitTimeSeconds(5).visibilityTimeout(0))).hasSize(1);

    assertThat(dead.receiveOne().attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, "known");
    new QueueApi(Api.shared(), dead.name).send("{'body':'b','group':'h'}");
    Message other = dead.receiveOne();
    assertThat(other.attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, other.messageId());
  }

  @Test
  void aFifoQueueKeepsTheOrderOfAGroup() {
    SqsApi fifo = SqsApi.fifo(Map.of());
    List<String> numbers = IntStream.range(0, 3).mapToObj(i -> fifo.sendTo("g", "g" + i)).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates().allMatch(n -> n.length() == 20);

    List<Message> received = fifo.receive(r -> r.maxNumberOfMessages(2).waitTimeSeconds(5));
    fifo.sendTo("h", "h0");

    assertThat(received).extracting(Message::body).containsExactly("g0", "g1");
    assertThat(received.get(0).attributes())
        .containsEntry(MessageSystemAttributeName.SEQUENCE_NUMBER, numbers.get(0))
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g");
    assertThat(fifo.receive(r -> r.waitTimeSeconds(5)))
        .extracting(Message::body)
        .containsExactly("h0");
    fifo.delete(received.get(0));
    assertThat(fifo.receive(r -> r.waitTimeSeconds(0))).isEmpty();
    fifo.delete(received.get(1));
    assertThat(fifo.receiveOne().body()).isEqualTo("g2");
  }

  @Test
  void aFifoQueueStoresADuplicateOnce() {
    SqsApi fifo = SqsApi.fifo(Map.of(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "TRUE"));
    var first =
        fifo.client.sendMessage(m -> m.queueUrl(fifo.url).messageBody("same").messageGroupId("g"));
    Message message = fifo.receiveOne();
    fifo.delete(message);

    var second =
        fifo.client.sendMessage(m -> m.queueUrl(fifo.url).messageBody("same").messageGroupId("h"));

    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.sequenceNumber()).isEqualTo(first.sequenceNumber());
    assertThat(message.attributes())
        .containsEntry(
            MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID,
            "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5");
    assertThat(fifo.receive(r -> r.waitTimeSeconds(0))).isEmpty();

    fifo.set(QueueAttributeName.DEDUPLICATION_SCOPE, "messageGroup");
    fifo.client.sendMessage(m -> m.queueUrl(fifo.url).messageBody("same").messageGroupId("h"));
    assertThat(fifo.receiveOne().attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "h")
        .containsEntry(
            MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID,
            "0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5");
  }

  @Test
  void aKeyDoesWhatItsRoleAndScopesAllow() {
    String id = Api.shared().createKey("write", "queue:" + queue.name).json().path("id").asText();
    SqsClient writer = SqsApi.client(SqsApi.credentialsOf(id));
    SqsClient reader = SqsApi.client(SqsApi.credentials("read"));
    SqsApi other = SqsApi.unique(Map.of());

    assertThat(SqsApi.credentialsOf(id)).isEqualTo(SqsApi.credentialsOf(id));
    writer.sendMessage(m -> m.queueUrl(queue.url).messageBody("a"));
    assertThat(writer.listQueues().queueUrls()).containsExactly(queue.url);
    reader.getQueueUrl(g -> g.queueName(queue.name));
    assertThat(writer.createQueue(q -> q.queueName(queue.name)).queueUrl()).isEqualTo(queue.url);
    assertDenied(() -> writer.sendMessage(m -> m.queueUrl(other.url).messageBody("a")));
    assertDenied(() -> writer.purgeQueue(p -> p.queueUrl(queue.url)));
    assertDenied(() -> reader.receiveMessage(r -> r.queueUrl(queue.url)));
    assertDenied(() -> reader.createQueue(q -> q.queueName(Api.unique("sqs"))));

    Api.shared().delete("/api/v1/keys/" + id).expect(204);
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThatThrownBy(writer::listQueues)
                    .isInstanceOfSatisfying(
                        SqsException.class,
                        e ->
                            assertThat(e.awsErrorDetails().errorCode())
                                .isEqualTo("InvalidClientTokenId")));
    Api.shared()
        .post("/api/v1/keys/" + id + "/aws-credentials", "")
        .expectProblem(404, "not-found");
  }

  private static void assertDenied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SqsException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
  }

  @Test
  void theOtherDoorHasTheSameMessages() {
    QueueApi http = new QueueApi(Api.shared(), queue.name);
    queue.client.sendMessage(
        m ->
            m.queueUrl(queue.url)
                .messageBody("from SQS")
                .messageAttributes(Map.of("count", SqsApi.attribute("Number", "1"))));
    JsonNode message = QueueApi.messages(http.receive("{'wait':'5s'}")).get(0);
    assertThat(message.path("body").asText()).isEqualTo("from SQS");
    assertThat(message.path("headers").path("count").asText()).isEqualTo("1");
    assertThat(http.settle("ack", message, "")).isEqualTo("ok");

    http.send("{'body':'from HTTP','headers':{'trace':'abc'}}");
    Message received = queue.receiveOne();
    assertThat(received.body()).isEqualTo("from HTTP");
    assertThat(received.messageAttributes())
        .isEqualTo(Map.of("trace", SqsApi.attribute("String", "abc")));
  }
}
