package dev.ashlar.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.platform.http.AnswerLater;
import dev.ashlar.platform.http.Checks;
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
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Acquire, renew, release and campaign over HTTP. A filter in front of JAX-RS, as for keys, because
 * that costs more than the rest of such a call, and because an answer is to be written only to
 * somebody who is still there; described in {@code META-INF/openapi.yaml}.
 */
@WebFilter(
    urlPatterns = {"/api/v1/locks/*", "/api/v1/elections/*"},
    asyncSupported = true)
public class LockFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern PATH =
      Pattern.compile("/api/v1/(locks|elections)/([^/]+)/(acquire|renew|release|campaign)");

  @Inject transient LockEngine engine;
  @Inject transient LockWaits waits;
  @Inject transient LockViews views;

  /** A grant, as it is answered. */
  record Granted(
      String lock,
      UUID lease,
      String owner,
      LockMode mode,
      long token,
      int permits,
      Instant acquiredAt,
      Instant expiresAt,
      @Nullable String session,
      @Nullable JsonNode metadata) {
    static Granted of(LockResult.Granted granted) {
      Grant grant = granted.grant();
      return new Granted(
          granted.lock(),
          grant.lease(),
          grant.owner(),
          grant.mode(),
          grant.token(),
          grant.permits(),
          grant.acquiredAt(),
          grant.expiresAt(),
          grant.session(),
          LockViews.json(grant.metadata()));
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Matcher matcher = PATH.matcher(path);
    try {
      if (request.getMethod().equals("POST")
          && matcher.matches()
          && handle(matcher.group(1), matcher.group(2), matcher.group(3), request, response)) {
        return;
      }
    } catch (RuntimeException | JsonProcessingException e) {
      Problems.send(response, Problems.of(e), request.getRequestURI());
      return;
    }
    chain.doFilter(request, response);
  }

  /** False for what is not handled here. */
  private boolean handle(
      String kind,
      String name,
      String verb,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    switch (kind + "/" + verb) {
      case "locks/acquire" -> acquire(name, request, response);
      case "locks/renew" -> renew(name, request, response);
      case "locks/release" -> release(name, request, response);
      case "elections/campaign" -> campaign(name, request, response);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void acquire(String lock, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LockBodies.checkLock(lock);
    Caller.of(request).require(Role.WRITE, "lock", lock);
    LockBodies.Acquire body = JsonRequests.read(request, LockBodies.Acquire.class);
    acquire(
        body.command(lock), body.patience(), request, response, Granted::of, LockFilter::problem);
  }

  private void campaign(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    new Checks().name("name", name).orThrow();
    Caller.of(request).require(Role.WRITE, "lock", name);
    LockBodies.Campaign body = JsonRequests.read(request, LockBodies.Campaign.class);
    acquire(
        body.command(name),
        body.patience(),
        request,
        response,
        granted -> Elections.View.of(name, granted.grant()),
        result -> LockProblems.notLeader(name, result));
  }

  private void acquire(
      LockCommand.Acquire command,
      Duration patience,
      HttpServletRequest request,
      HttpServletResponse response,
      Function<LockResult.Granted, Object> view,
      Function<LockResult, RuntimeException> problem) {
    ClientConnection client = ClientConnection.of(request);
    CompletionStage<LockResult> done =
        waits
            .acquire(command, patience, client::isGone)
            .whenComplete((result, error) -> stopLooking(client, error));
    AnswerLater.whenDone(
        done,
        request,
        response,
        result -> {
          boolean there = client.beginAnswer();
          if (!(result instanceof LockResult.Granted granted)) {
            throw problem.apply(result);
          }
          deliver(granted, view.apply(granted), there, response);
        });
  }

  private static void stopLooking(ClientConnection client, @Nullable Throwable error) {
    if (error != null) {
      boolean unused = client.beginAnswer();
    }
  }

  private void deliver(
      LockResult.Granted granted, Object view, boolean there, HttpServletResponse response)
      throws IOException {
    if (!there) {
      waits.giveBack(granted);
      throw new IOException("nobody is there to be told of the grant");
    }
    if (granted.mayBeOver()) {
      waits.giveBack(granted);
      throw LockProblems.leaseLost("The lease was over before it could be answered.");
    }
    try {
      AnswerLater.json(response, 200, view);
      response.flushBuffer();
    } catch (IOException e) {
      waits.giveBack(granted);
      throw e;
    }
  }

  private static RuntimeException problem(LockResult result) {
    if (result instanceof LockResult.Held held) {
      return LockProblems.held(held);
    }
    if (result instanceof LockResult.TooMany tooMany) {
      return LockProblems.tooMany(tooMany);
    }
    return result instanceof LockResult.SessionLost
        ? LockProblems.sessionLost()
        : LockProblems.unexpected(result);
  }

  private void renew(String lock, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LockBodies.checkLock(lock);
    Caller.of(request).require(Role.WRITE, "lock", lock);
    LockCommand.Renew command = JsonRequests.read(request, LockBodies.Renew.class).command(lock);
    AnswerLater.whenDone(
        engine.submit(command),
        request,
        response,
        result -> {
          if (result instanceof LockResult.Granted granted && !granted.mayBeOver()) {
            AnswerLater.json(response, 200, Granted.of(granted));
          } else {
            throw LockProblems.leaseLost(views.whyLost(lock, command.lease()));
          }
        });
  }

  private void release(String lock, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LockBodies.checkLock(lock);
    Caller.of(request).require(Role.WRITE, "lock", lock);
    LockCommand command = JsonRequests.read(request, LockBodies.Release.class).command(lock);
    AnswerLater.whenDone(
        engine.submit(command), request, response, result -> response.setStatus(204));
  }
}
