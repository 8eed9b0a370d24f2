package dev.ashlar.it;

import dev.ashlar.queue.NewMessage;
import dev.ashlar.queue.Queues;
import dev.ashlar.queue.ReceiveOptions;
import dev.ashlar.queue.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What an application does that uses queues in Java: it sends in a transaction, and receives. */
@WebServlet("/java-queues")
public class JavaQueuesServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Queues queues;
  @Resource transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String queue = request.getParameter("queue");
    try {
      switch (request.getParameter("step")) {
        case "commit" -> {
          transaction.begin();
          queues.sendInTransaction(queue, List.of(NewMessage.of("committed")));
          transaction.commit();
        }
        case "rollback" -> {
          transaction.begin();
          queues.sendInTransaction(queue, List.of(NewMessage.of("rolled back")));
          transaction.rollback();
        }
        case "alone" -> queues.sendInTransaction(queue, List.of(NewMessage.of("alone")));
        default -> response.getWriter().print(receive(queue));
      }
    } catch (IllegalStateException e) {
      response.getWriter().print("refused");
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  /** What is there after a while, acknowledged. */
  private String receive(String queue) {
    ReceiveOptions options = new ReceiveOptions(10, Duration.ofSeconds(10), null, null);
    List<ReceivedMessage> messages =
        queues.receive(queue, options, () -> false).toCompletableFuture().join();
    queues
        .ack(queue, messages.stream().map(ReceivedMessage::receipt).toList())
        .toCompletableFuture()
        .join();
    return messages.stream()
        .map(message -> new String(message.body(), StandardCharsets.UTF_8))
        .toList()
        .toString();
  }
}
