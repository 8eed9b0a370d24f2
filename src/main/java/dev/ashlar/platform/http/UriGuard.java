package dev.ashlar.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.memory.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * Refuses malformed paths, and TRACE, before the container sees them: it answers some of them with
 * an empty 200, as if a write had been done. Once closed it refuses everything.
 */
final class UriGuard extends BaseFilter {
  private volatile boolean closed;

  void close() {
    closed = true;
  }

  @Override
  public NextAction handleRead(FilterChainContext context) throws IOException {
    if (context.getMessage() instanceof HttpContent content
        && content.getHttpHeader() instanceof HttpRequestPacket request) {
      if (closed) {
        refuse(
            context,
            request,
            new ProblemException(503, "unavailable", "This node is stopping.").retryAfter(1));
        return context.getStopAction();
      }
      String path = request.getRequestURIRef().getOriginalRequestURIBC().toString();
      String wrong = RawPath.problem(path);
      if (wrong != null) {
        refuse(context, request, ProblemException.invalid("path", wrong));
        return context.getStopAction();
      }
      if (request.getMethod().matchesMethod("TRACE")) {
        refuse(context, request, Problems.ofStatus(405));
        return context.getStopAction();
      }
      request.setAttribute(ClientConnection.ATTRIBUTE, context.getConnection());
    }
    return context.getInvokeAction();
  }

  private static void refuse(
      FilterChainContext context, HttpRequestPacket request, ProblemException problem)
      throws JsonProcessingException {
    byte[] body = Json.MAPPER.writeValueAsBytes(Problem.of(problem, (@Nullable String) null));
    HttpResponsePacket response = request.getResponse();
    response.setProtocol(request.getProtocol());
    response.setStatus(problem.status());
    response.setContentType(Problems.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.setHeader("Connection", "close");
    if (problem.retryAfter() != null) {
      response.setHeader("Retry-After", problem.retryAfter());
    }
    context.write(
        HttpContent.builder(response)
            .content(Buffers.wrap(context.getMemoryManager(), body))
            .last(true)
            .build());
    context.getConnection().closeSilently();
  }
}
