package dev.ashlar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.sqs.javamessaging.ProviderConfiguration;
import com.amazon.sqs.javamessaging.SQSConnection;
import com.amazon.sqs.javamessaging.SQSConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues as destinations of JMS. */
class SqsJmsIT {
  private static final int PATIENCE = 10_000;

  /** Without messages fetched ahead, whose long poll a connection waits for when it is closed. */
  private final SQSConnectionFactory factory =
      new SQSConnectionFactory(
          new ProviderConfiguration().withNumberOfMessagesToPrefetch(0), SqsApi.ADMIN);

  private SQSConnection connection;

  @BeforeEach
  void connect() throws JMSException {
    connection = factory.createConnection();
    connection.start();
  }

  @AfterEach
  void close() throws JMSException {
    connection.close();
  }

  @Test
  void messagesWithPropertiesComeAsTheyWereSent() throws JMSException {
    SqsApi queue = SqsApi.unique(Map.of());
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageProducer producer = session.createProducer(session.createQueue(queue.name));
    MessageConsumer consumer = session.createConsumer(session.createQueue(queue.name));
    TextMessage text = session.createTextMessage("hello");
    text.setIntProperty("int", 1);
    text.setBooleanProperty("flag", true);
    text.setDoubleProperty("double", 0.5);
    text.setStringProperty("string", "ü");
    text.setJMSCorrelationID("correlation");
    producer.send(text);

    TextMessage received = (TextMessage) consumer.receive(PATIENCE);

    assertThat(received.getText()).isEqualTo("hello");
    assertThat(received.getIntProperty("int")).isEqualTo(1);
    assertThat(received.getBooleanProperty("flag")).isTrue();
    assertThat(received.getDoubleProperty("double")).isEqualTo(0.5);
    assertThat(received.getStringProperty("string")).isEqualTo("ü");
    assertThat(received.getJMSCorrelationID()).isEqualTo("correlation");
    assertThat(received.getJMSMessageID()).isEqualTo(text.getJMSMessageID());

    BytesMessage bytes = session.createBytesMessage();
    bytes.writeBytes(new byte[] {0, -1});
    producer.send(bytes);
    BytesMessage receivedBytes = (BytesMessage) consumer.receive(PATIENCE);
    assertThat(receivedBytes.getBodyLength()).isEqualTo(2);
  }

  @Test
  void whatIsNotAcknowledgedIsGivenAgain() throws JMSException {
    SqsApi queue = SqsApi.unique(Map.of());
    Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    session
        .createProducer(session.createQueue(queue.name))
        .send(session.createTextMessage("again"));
    MessageConsumer consumer = session.createConsumer(session.createQueue(queue.name));
    Message first = consumer.receive(PATIENCE);

    session.recover();

    Message second = consumer.receive(PATIENCE);
    assertThat(second.getJMSMessageID()).isEqualTo(first.getJMSMessageID());
    assertThat(second.getJMSRedelivered()).isTrue();
    assertThat(second.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    second.acknowledge();
    assertThat(queue.attributes())
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
  }

  @Test
  void aFifoQueueKeepsTheOrderOfAGroup() throws JMSException {
    SqsApi queue = SqsApi.fifo(Map.of());
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageProducer producer = session.createProducer(session.createQueue(queue.name));
    for (int i = 0; i < 3; i++) {
      TextMessage message = session.createTextMessage("m" + i);
      message.setStringProperty("JMSXGroupID", "group");
      message.setStringProperty("JMS_SQS_DeduplicationId", "d" + i);
      producer.send(message);
    }
    MessageConsumer consumer = session.createConsumer(session.createQueue(queue.name));
    for (int i = 0; i < 3; i++) {
      TextMessage received = (TextMessage) consumer.receive(PATIENCE);
      assertThat(received.getText()).isEqualTo("m" + i);
      assertThat(received.getStringProperty("JMS_SQS_DeduplicationId")).isEqualTo("d" + i);
    }
  }

  @Test
  void aQueueThatIsNotThereIsNoDestination() throws JMSException {
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);

    assertThatThrownBy(() -> session.createQueue(Api.unique("nowhere")))
        .isInstanceOf(InvalidDestinationException.class);
    assertThat(connection.getWrappedAmazonSQSClient().queueExists(Api.unique("nowhere"))).isFalse();
  }
}
