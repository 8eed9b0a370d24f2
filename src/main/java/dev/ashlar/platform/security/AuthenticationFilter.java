package dev.ashlar.platform.security;

import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.http.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets nobody in without a key or a session; open are only health and the sign-in page. */
public class AuthenticationFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject transient Keys keys;
  @Inject transient Sessions sessions;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = path(request);
    try {
      Optional<Caller> caller = caller(request);
      caller.ifPresent(known -> known.attachTo(request));
      if (caller.isEmpty() && !OpenPaths.contains(request.getMethod(), path)) {
        refuse(request, response, path);
        return;
      }
    } catch (RuntimeException e) {
      Problems.send(response, Problems.of(e), request.getRequestURI());
      return;
    }
    chain.doFilter(request, response);
  }

  private Optional<Caller> caller(HttpServletRequest request) {
    String key = Credentials.key(request);
    if (key != null) {
      Secret secret = Secret.of(key);
      return keys.find(secret).map(known -> known.caller(request.getRemoteAddr(), secret));
    }
    String session = Credentials.session(request);
    return session == null ? Optional.empty() : sessionCaller(request, Secret.of(session));
  }

  private Optional<Caller> sessionCaller(HttpServletRequest request, Secret token) {
    Optional<Caller> caller =
        sessions.find(token).map(key -> key.caller(request.getRemoteAddr(), token));
    if (caller.isPresent() && !SameOrigin.allows(request)) {
      throw new ProblemException(
          403, "forbidden", "A signed-in browser may change things only from Ashlar's own pages.");
    }
    return caller;
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    if (isPage(request, path)) {
      String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
      String next = URLEncoder.encode(path + query, StandardCharsets.UTF_8);
      response.sendRedirect("/console/sign-in.html?next=" + next);
      return;
    }
    Problems.send(
        response,
        new ProblemException(
            401,
            "unauthenticated",
            "This needs a valid key: send the header Authorization: Bearer <key>."),
        request.getRequestURI());
  }

  private static boolean isPage(HttpServletRequest request, String path) {
    return request.getMethod().equals("GET")
        && request.getHeader("Authorization") == null
        && (path.equals("/") || path.equals("/console") || path.startsWith("/console/"));
  }

  private static String path(HttpServletRequest request) {
    @Nullable String info = request.getPathInfo();
    return info == null ? request.getServletPath() : request.getServletPath() + info;
  }
}
