package dev.ashlar.lock;

import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.http.Checks;
import dev.ashlar.platform.http.ClientConnection;
import dev.ashlar.platform.http.EventStream;
import dev.ashlar.platform.http.Problems;
import dev.ashlar.platform.security.Authentication;
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
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The streams of sessions and elections over HTTP: a filter in front of JAX-RS, which cannot write
 * to a connection without a thread that waits for it.
 */
@WebFilter(
    urlPatterns = {"/api/v1/sessions/*", "/api/v1/elections/*"},
    asyncSupported = true)
public class LockStreamFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final long BUFFER_BYTES = 256 << 10;
  private static final Pattern SESSION = Pattern.compile("/api/v1/sessions/([^/]+)/stream");
  private static final Pattern ELECTION = Pattern.compile("/api/v1/elections/([^/]+)/observe");

  @Inject transient LockStreams streams;
  @Inject transient LockSessions sessions;
  @Inject transient Authentication authentication;
  @Inject transient Database database;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Matcher session = SESSION.matcher(path);
    Matcher election = ELECTION.matcher(path);
    boolean get = request.getMethod().equals("GET");
    try {
      if (get && session.matches()) {
        follow(session.group(1), request, response);
        return;
      }
      if (get && election.matches()) {
        observe(election.group(1), request, response);
        return;
      }
    } catch (RuntimeException e) {
      Problems.send(response, Problems.of(e), request.getRequestURI());
      return;
    }
    chain.doFilter(request, response);
  }

  private void follow(String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SessionResource.checkId(id);
    streams.requireRoom();
    Caller caller = Caller.of(request);
    caller.require(Role.WRITE, "lock", sessions.read(id).owner());
    long asked = System.nanoTime();
    LockSessions.View session = sessions.keepAlive(id);
    EventStream stream = open(request, response);
    streams.add(
        new SessionStream(session, asked, stream, ClientConnection.of(request), allowed(caller)));
  }

  private void observe(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    new Checks().name("name", name).orThrow();
    streams.requireRoom();
    Caller caller = Caller.of(request);
    caller.require(Role.READ, "lock", name);
    EventStream stream = open(request, response);
    streams.add(new Observer(name, stream, ClientConnection.of(request), allowed(caller)));
  }

  private static EventStream open(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    EventStream stream =
        EventStream.open(request, response, EventStream.Memory.of(BUFFER_BYTES), () -> {});
    boolean unused = stream.send(Observer.PING);
    return stream;
  }

  private BooleanSupplier allowed(Caller caller) {
    return () -> !database.isUp() || authentication.stillValid(caller);
  }
}
