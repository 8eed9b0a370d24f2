package dev.ashlar.it;

import dev.ashlar.lock.HeldLock;
import dev.ashlar.lock.Locks;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What an application does that uses locks in Java, one step with each request. */
@WebServlet("/java-locks")
public class JavaLocksServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Duration TTL = Duration.ofSeconds(2);

  @Inject transient Locks locks;

  private final transient Map<String, HeldLock> held = new ConcurrentHashMap<>();
  private final transient Map<String, Boolean> lost = new ConcurrentHashMap<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = request.getParameter("name");
    response.getWriter().print(step(request.getParameter("step"), name));
  }

  private String step(String step, String name) {
    return switch (step) {
      case "acquire" -> acquire(name);
      case "isHeld" -> Boolean.toString(of(name).isHeld());
      case "isLost" -> Boolean.toString(lost.containsKey(name));
      case "close" -> {
        of(name).close();
        yield "closed";
      }
      default -> throw new IllegalArgumentException(step);
    };
  }

  private HeldLock of(String name) {
    return Objects.requireNonNull(held.get(name));
  }

  private String acquire(String name) {
    Optional<HeldLock> lock = locks.acquire(name, TTL, Duration.ofMillis(100));
    lock.ifPresent(
        got -> {
          got.onLoss(() -> lost.put(name, true));
          held.put(name, got);
        });
    return lock.map(got -> Long.toString(got.token())).orElse("none");
  }
}
