package dev.ashlar.platform.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Headers that keep a browser from doing more with an answer than was meant. */
public class SecurityHeadersFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String PAGES =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
  private static final String DATA = "default-src 'none'; frame-ancestors 'none'; sandbox";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // Stored values carry any media type: a page among them must not act as one of ours.
    boolean data = request.getRequestURI().startsWith("/api/");
    response.setHeader("Content-Security-Policy", data ? DATA : PAGES);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", data ? "no-store" : "no-cache");
    chain.doFilter(request, response);
  }
}
