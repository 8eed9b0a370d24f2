package dev.ashlar.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.AnswerLater;
import dev.ashlar.platform.http.ClientConnection;
import dev.ashlar.platform.http.JsonRequests;
import dev.ashlar.platform.http.Problems;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Role;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Send, receive, ack, nack and extend over HTTP. A filter in front of JAX-RS, as for keys and
 * locks, because that costs more than the rest of such a call, and because messages are to be given
 * only to somebody who is still there; described in {@code META-INF/openapi.yaml}.
 */
@WebFilter(urlPatterns = "/api/v1/queues/*", asyncSupported = true)
public class QueueFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int MOST_RECEIPT_BYTES = 256 << 10;
  private static final Pattern PATH =
      Pattern.compile("/api/v1/queues/([^/]+)/(messages|receive|ack|nack|extend)");

  @Inject transient Queues queues;

  @Inject
  @ConfigProperty(name = "ashlar.queue.max-request-bytes")
  transient int maxRequestBytes;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Matcher matcher = PATH.matcher(path);
    if (!request.getMethod().equals("POST") || !matcher.matches()) {
      chain.doFilter(request, response);
      return;
    }
    try {
      String queue = matcher.group(1);
      QueueRules.checkQueue(queue);
      Caller.of(request).require(Role.WRITE, "queue", queue);
      handle(matcher.group(2), queue, request, response);
    } catch (RuntimeException | JsonProcessingException e) {
      Problems.send(response, Problems.of(e), request.getRequestURI());
    }
  }

  private void handle(
      String verb, String queue, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (verb) {
      case "messages" -> send(queue, request, response);
      case "receive" -> receive(queue, request, response);
      case "ack" -> {
        QueueBodies.Ack ack = read(request, QueueBodies.Ack.class);
        settle(queues.ack(queue, ack.all()), ack.all(), request, response);
      }
      case "nack" -> {
        QueueBodies.Nack nack = read(request, QueueBodies.Nack.class);
        settle(
            queues.nack(queue, nack.all(), nack.delay(), nack.reason()),
            nack.all(),
            request,
            response);
      }
      default -> {
        QueueBodies.Extend extend = read(request, QueueBodies.Extend.class);
        settle(
            queues.extend(queue, extend.all(), extend.visibilityTimeout()),
            extend.all(),
            request,
            response);
      }
    }
  }

  private static <T> T read(HttpServletRequest request, Class<T> type) throws IOException {
    return JsonRequests.read(request, type, MOST_RECEIPT_BYTES);
  }

  private void send(String queue, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    QueueBodies.Send body = JsonRequests.read(request, QueueBodies.Send.class, maxRequestBytes);
    AnswerLater.whenDone(
        queues.send(queue, body.all()),
        request,
        response,
        stored -> {
          List<QueueAnswers.Sent> sent = stored.stream().map(QueueAnswers.Sent::of).toList();
          AnswerLater.json(
              response, 201, body.isOne() ? sent.get(0) : new QueueAnswers.SentMany(sent));
        });
  }

  private static void settle(
      CompletionStage<List<ReceiptOutcome>> done,
      List<String> receipts,
      HttpServletRequest request,
      HttpServletResponse response) {
    AnswerLater.whenDone(
        done,
        request,
        response,
        outcomes -> AnswerLater.json(response, 200, QueueAnswers.Settled.of(receipts, outcomes)));
  }

  private void receive(String queue, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    QueueBodies.Receive body = JsonRequests.read(request, QueueBodies.Receive.class);
    ClientConnection client = ClientConnection.of(request);
    CompletionStage<List<ReceivedMessage>> done =
        queues
            .receive(queue, body.options(), client::isGone)
            .whenComplete((messages, error) -> stopLooking(client, error));
    AnswerLater.whenDone(
        done,
        request,
        response,
        messages -> deliver(queue, messages, client.beginAnswer(), response));
  }

  private static void stopLooking(ClientConnection client, @Nullable Throwable error) {
    if (error != null) {
      boolean unused = client.beginAnswer();
    }
  }

  private void deliver(
      String queue, List<ReceivedMessage> messages, boolean there, HttpServletResponse response)
      throws IOException {
    if (!there) {
      queues.takeBack(queue, messages);
      throw new IOException("nobody is there to be given the messages");
    }
    try {
      AnswerLater.json(response, 200, QueueAnswers.Received.of(messages));
      response.flushBuffer();
    } catch (IOException e) {
      queues.takeBack(queue, messages);
      throw e;
    }
  }
}
