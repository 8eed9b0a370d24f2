package dev.ashlar.platform.http;

import dev.ashlar.platform.database.OverloadedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Keeps threads free of clients that send their bodies slowly: reading one holds a thread, so that
 * without a bound as many stalled uploads as there are threads would stop the whole node.
 */
public class SlowBodiesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Of the 200 threads that a stock server has for HTTP. */
  private static final int MOST = 120;

  private final transient Semaphore permits = new Semaphore(MOST);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (hasArrived(request)) {
      chain.doFilter(request, response);
    } else if (permits.tryAcquire()) {
      try {
        chain.doFilter(request, response);
      } catch (IOException e) {
        incomplete(request, response, e);
      } finally {
        permits.release();
      }
    } else {
      // The rest of the body is not waited for, hence the end of the connection.
      response.setHeader("Connection", "close");
      send(
          request,
          response,
          new OverloadedException(
              "Too many requests are still sending their bodies; try again shortly."));
    }
  }

  private static boolean hasArrived(HttpServletRequest request) throws IOException {
    boolean none =
        request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
    return none
        || (request.getContentLengthLong() > 0
            && request.getInputStream().available() >= request.getContentLengthLong());
  }

  /** The body stalled until the server gave up, or its client is gone and hears no answer. */
  private static void incomplete(
      HttpServletRequest request, HttpServletResponse response, IOException e) throws IOException {
    if (response.isCommitted()) {
      throw e;
    }
    response.setHeader("Connection", "close");
    send(
        request,
        response,
        new ProblemException(408, "request-timeout", "The body of the request did not come."));
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, RuntimeException problem)
      throws IOException {
    Problems.send(response, Problems.of(problem), request.getRequestURI());
  }
}
