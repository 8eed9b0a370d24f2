package dev.ashlar.platform.idempotency;

import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.security.Caller;
import dev.ashlar.platform.security.Credentials;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Puts a POST with an Idempotency-Key and its answer into one transaction, or replays the answer.
 */
@Provider
@Priority(Priorities.USER)
public class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String HEADER = "Idempotency-Key";
  private static final String CALL = IdempotentCall.class.getName();
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

  @Inject IdempotentAnswers answers;
  @Context HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) throws IOException {
    String key = context.getHeaderString(HEADER);
    if (key == null || !context.getMethod().equals("POST")) {
      return;
    }
    if (!FORM.matcher(key).matches()) {
      throw ProblemException.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
    }
    // Whoever is not signed in yet has no key to remember the answer under.
    if (!Caller.isKnown(request)) {
      return;
    }
    IdempotentCall call = new IdempotentCall(Caller.of(request), seal(), key, context);
    Response first = answers.begin(call);
    if (first != null) {
      context.abortWith(first);
    } else {
      context.setProperty(CALL, call);
    }
  }

  @Override
  public void filter(ContainerRequestContext context, ContainerResponseContext response)
      throws IOException {
    if (context.getProperty(CALL) instanceof IdempotentCall call) {
      context.removeProperty(CALL);
      answers.end(call, response);
    }
  }

  private Seal seal() {
    return new Seal(Credentials.secret(request));
  }
}
