package dev.ashlar.bench;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The least that a server can do with a request: read it, and answer. */
@WebServlet("/servlet/*")
public class BareServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long size = request.getInputStream().readAllBytes().length;
    byte[] answer = new byte[size == 0 ? KvBench.VALUE_BYTES : KvBench.ANSWER_BYTES];
    response.setContentLength(answer.length);
    response.getOutputStream().write(answer);
  }
}
