package dev.ashlar.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.memory.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is not HTTP, or has too long a head, with a problem. The container's parser would
 * answer with an empty 400, and has no hook for its body: this writes the answer before it does,
 * and closes the connection under it.
 */
final class MalformedRequests extends HttpProbe.Adapter {
  private static final byte[] ANSWER = answer();

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface has it
  public void onErrorEvent(Connection connection, HttpPacket packet, Throwable error) {
    if (packet instanceof HttpRequestPacket request && !request.getResponse().isCommitted()) {
      connection.write(Buffers.wrap(connection.getMemoryManager(), ANSWER), null);
      connection.closeSilently();
    }
  }

  private static byte[] answer() {
    try {
      ProblemException problem =
          ProblemException.invalid(
              "request", "is not valid HTTP, or its first line and headers exceed 8 kB together");
      String body = Json.MAPPER.writeValueAsString(Problem.of(problem, (@Nullable String) null));
      return ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: "
              + Problems.MEDIA_TYPE
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body)
          .getBytes(StandardCharsets.US_ASCII);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
