package dev.ashlar.platform.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Completes an asynchronous request only after the server's thread has left it, as the Servlet
 * specification says it is to be. The server completes at once: its request may then serve the next
 * client already, whose answer the thread ends when it leaves at last, empty and with a 200.
 *
 * <p>The first of all filters. Should a request of the API ever be ended before it was answered, it
 * is a 500, never a success.
 */
public class LateCompletionFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getRequestURI().startsWith("/api/", request.getContextPath().length())) {
      response.setStatus(500);
    }
    chain.doFilter(new Guarded(request), response);
  }

  private static final class Guarded extends HttpServletRequestWrapper {
    Guarded(HttpServletRequest request) {
      super(request);
    }

    @Override
    public AsyncContext startAsync() {
      return new LateCompletion(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
      return new LateCompletion(super.startAsync(request, response));
    }
  }
}
