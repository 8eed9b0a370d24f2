package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.http.AnswerLater;
import dev.ashlar.platform.http.LimitedInputStream;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The door of SQS: a signed request in, and its answer when it is there. Which path below the door
 * it comes by does not matter, since some clients send to a queue's own URL.
 */
@WebFilter(
    urlPatterns = {"/sqs", "/sqs/*"},
    asyncSupported = true)
public class SqsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** A megabyte of messages, escaped as wastefully as JSON allows. */
  private static final int MOST_BYTES = 8 << 20;

  private static final Pattern JSON =
      Pattern.compile("(?i)application/x-amz-json-1\\.[01] *(;.*)?");

  @Inject transient Signatures signatures;
  @Inject transient SqsOperations operations;

  @Inject
  @ConfigProperty(name = "ashlar.protocol.sqs")
  transient boolean isOpen;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isOpen) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(500); // should it ever be ended before it was answered
    response.setHeader("x-amzn-RequestId", UUID.randomUUID().toString());
    AnswerLater.whenDone(answer(request), request, response, answer -> answer.write(response));
  }

  private CompletionStage<SqsAnswer> answer(HttpServletRequest request) throws IOException {
    try {
      return operations
          .call(request.getHeader("X-Amz-Target"), read(request))
          .exceptionally(SqsAnswer::error);
    } catch (RuntimeException | com.fasterxml.jackson.core.JsonProcessingException e) {
      return SqsAnswer.now(SqsAnswer.error(e));
    }
  }

  private SqsCall read(HttpServletRequest request) throws IOException {
    requireJson(request);
    Signatures.Signed signed = signatures.signer(request);
    byte[] body = new LimitedInputStream(request.getInputStream(), MOST_BYTES).readAllBytes();
    signatures.check(signed, request, body);
    return new SqsCall(request, body, signed.caller(), signed.header().region());
  }

  private static void requireJson(HttpServletRequest request) {
    String type = request.getContentType();
    if (!request.getMethod().equals("POST") || type == null || !JSON.matcher(type).matches()) {
      throw SqsError.UNKNOWN_OPERATION.because(
          "This is the JSON protocol of SQS: POST with the media type "
              + SqsAnswer.MEDIA_TYPE
              + ". Clients that send Action= are too old for it; update them.");
    }
  }
}
