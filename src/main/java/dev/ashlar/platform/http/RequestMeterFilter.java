package dev.ashlar.platform.http;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Measures every request of the API and of SQS, from the first filter to the end of its answer. */
public class RequestMeterFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject transient RequestMeter meter;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    if (!path.startsWith("/api/") && !path.startsWith("/sqs")) {
      chain.doFilter(request, response);
      return;
    }
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new AtEnd(start));
      } else {
        meter.record(System.nanoTime() - start);
      }
    }
  }

  private final class AtEnd implements AsyncListener {
    private final long start;

    AtEnd(long start) {
      this.start = start;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      meter.record(System.nanoTime() - start);
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
