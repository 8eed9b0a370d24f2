package dev.ashlar.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.proof.ProofClient.Answer;
import dev.ashlar.proof.QueueChecker.Delivery;
import dev.ashlar.proof.QueueChecker.Sent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send to a standard and to a FIFO queue, and receive from them: they acknowledge in
 * time, late or never, give back, and prolong.
 */
final class QueueWorkload {
  private static final List<String> QUEUES = List.of("proof-standard", "proof-fifo");
  private static final List<String> STATES = List.of("ready", "in-flight", "delayed", "dead");
  private static final int GROUPS = 4;
  private static final int PAUSE_MILLIS = 40;

  private final QueueCalls calls;
  private final AtomicInteger messages = new AtomicInteger();
  private final Map<String, Queue<Sent>> sent = queues();
  private final Map<String, Queue<Delivery>> deliveries = queues();

  QueueWorkload(ProofClient client, List<ProofNode> nodes) {
    this.calls = new QueueCalls(client, nodes);
  }

  /** Makes the queues; before anything is broken. */
  void open() throws InterruptedException {
    calls.make("proof-standard", "standard");
    calls.make("proof-fifo", "fifo");
  }

  /** One message is sent, or a few are received. */
  void step(Random random) throws InterruptedException {
    String queue = QUEUES.get(random.nextInt(QUEUES.size()));
    if (random.nextInt(3) == 0) {
      send(queue, random);
    } else {
      receive(queue, random);
    }
    TimeUnit.MILLISECONDS.sleep(random.nextInt(PAUSE_MILLIS));
  }

  private void send(String queue, Random random) throws InterruptedException {
    String message = "m" + messages.incrementAndGet();
    String group = queue.equals("proof-fifo") ? "g" + random.nextInt(GROUPS) : null;
    Answer answer = calls.send(queue, message, group, random);
    of(sent, queue).add(new Sent(message, group, answer.outcome(), answer.span()));
  }

  private void receive(String queue, Random random) throws InterruptedException {
    Answer answer = calls.receive(queue, random);
    if (answer.outcome() != Outcome.OK) {
      return;
    }
    long until = answer.span().invoked() + QueueCalls.VISIBILITY_NANOS;
    List<QueueReceipt> held = new ArrayList<>();
    for (JsonNode message : answer.json().path("messages")) {
      String body = message.path("body").asText();
      String receipt = message.path("receipt").asText();
      held.add(new QueueReceipt(calls, queue, body, receipt, answer.span(), until));
    }
    for (QueueReceipt message : held) {
      message.settle(random);
      of(deliveries, queue).add(message.delivery());
    }
  }

  /** By queue, all that happened; to be called when all clients have ended. */
  Map<String, QueueHistory> history() throws InterruptedException {
    Map<String, QueueHistory> histories = new LinkedHashMap<>();
    for (String queue : QUEUES) {
      Set<String> remaining = new HashSet<>();
      for (String state : STATES) {
        remaining.addAll(calls.peek(queue, state));
      }
      histories.put(
          queue,
          new QueueHistory(
              List.copyOf(of(sent, queue)), List.copyOf(of(deliveries, queue)), remaining));
    }
    return histories;
  }

  private static <T> Map<String, Queue<T>> queues() {
    Map<String, Queue<T>> queues = new LinkedHashMap<>();
    QUEUES.forEach(queue -> queues.put(queue, new ConcurrentLinkedQueue<>()));
    return queues;
  }

  private static <T> Collection<T> of(Map<String, Queue<T>> queues, String queue) {
    return queues.getOrDefault(queue, new ConcurrentLinkedQueue<>());
  }
}
