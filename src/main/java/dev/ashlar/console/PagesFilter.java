package dev.ashlar.console;

import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.http.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The pages are only read; the container would answer a POST with the page too. */
@WebFilter(urlPatterns = "/console/*", asyncSupported = true)
public class PagesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Allow", "GET, HEAD");
    Problems.send(
        response,
        new ProblemException(405, "method-not-allowed", "A page can only be read."),
        request.getRequestURI());
  }
}
