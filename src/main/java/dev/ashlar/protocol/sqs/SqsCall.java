package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ashlar.platform.http.Json;
import dev.ashlar.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A request that is signed well.
 *
 * @param region for which it was signed; nothing depends on it but the names that clients are told
 */
record SqsCall(HttpServletRequest request, byte[] body, Caller caller, String region) {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  /** Clients may send what is not known here. */
  private static final ObjectReader READER =
      Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  <T> T read(Class<T> type) throws IOException {
    T read = READER.forType(type).readValue(body.length == 0 ? NOTHING : body);
    if (read == null) {
      throw SqsError.SERIALIZATION.because("The body must be a JSON object.");
    }
    return read;
  }

  /** Where a queue is, as the client reaches this node. */
  String url(String queue) {
    return request.getScheme()
        + "://"
        + request.getHeader("Host")
        + request.getContextPath()
        + "/sqs/"
        + QueueNames.ACCOUNT
        + "/"
        + queue;
  }

  String arn(String queue) {
    return QueueNames.arn(region, queue);
  }
}
