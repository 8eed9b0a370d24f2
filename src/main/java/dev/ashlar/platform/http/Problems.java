package dev.ashlar.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.ashlar.platform.database.OverloadedException;
import dev.ashlar.platform.database.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns whatever went wrong into the problem that the client is told. */
public final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final Logger LOG = System.getLogger(Problems.class.getName());

  private Problems() {}

  /** Writes the problem as the answer of a servlet or filter. */
  public static void send(
      HttpServletResponse response, ProblemException problem, @Nullable String instance)
      throws IOException {
    response.setStatus(problem.status());
    response.setContentType(MEDIA_TYPE);
    if (problem.retryAfter() != null) {
      response.setHeader("Retry-After", problem.retryAfter());
    }
    if (problem.status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    Json.MAPPER.writeValue(response.getOutputStream(), Problem.of(problem, instance));
  }

  /** The problem for any error; an unexpected one is logged under an id that the client gets. */
  public static ProblemException of(Throwable error) {
    if (error instanceof ProblemException problem) {
      return problem;
    }
    if ((error instanceof CompletionException || error instanceof ExecutionException)
        && error.getCause() != null) {
      return of(error.getCause());
    }
    if (error instanceof UnavailableException) {
      return new ProblemException(503, "unavailable", String.valueOf(error.getMessage()))
          .retryAfter(1);
    }
    if (error instanceof OverloadedException) {
      return new ProblemException(503, "overloaded", String.valueOf(error.getMessage()))
          .retryAfter(1);
    }
    if (error instanceof JsonProcessingException json) {
      return ofJson(json);
    }
    if (error instanceof WebApplicationException web) {
      return ofStatus(web.getResponse().getStatus());
    }
    return internal(error);
  }

  /** The problem for a status that the container decided on. */
  static ProblemException ofStatus(int status) {
    return switch (status) {
      case 400 -> new ProblemException(400, "invalid-request", "The request is malformed.");
      case 401 -> new ProblemException(401, "unauthenticated", "Send Authorization: Bearer <key>.");
      case 403 -> new ProblemException(403, "forbidden", "This is not allowed.");
      case 404 ->
          new ProblemException(
              404, "not-found", "There is nothing at this path; /api/v1 is described at /openapi.");
      case 405 ->
          new ProblemException(
              405, "method-not-allowed", "This path does not take this method; see header Allow.");
      case 406 ->
          new ProblemException(
              406, "not-acceptable", "None of the media types in Accept can be produced here.");
      case 413 -> ProblemException.tooLarge("The request is too large.");
      case 414 -> new ProblemException(414, "uri-too-long", "The address is too long.");
      case 415 ->
          new ProblemException(
              415, "unsupported-media-type", "This Content-Type is not understood here.");
      case 503 ->
          new ProblemException(503, "unavailable", "The server cannot answer now.").retryAfter(1);
      default ->
          status >= 500
              ? internal(new IllegalStateException("The container answered " + status))
              : new ProblemException(status, "http-" + status, "The request was refused.");
    };
  }

  private static ProblemException ofJson(JsonProcessingException error) {
    if (error.getCause() instanceof ProblemException problem) {
      return problem;
    }
    if (error instanceof StreamConstraintsException) {
      return new ProblemException(
          400,
          "malformed-json",
          "The JSON is nested too deeply or holds too long a number or name.");
    }
    if (error instanceof UnrecognizedPropertyException unknown) {
      return ProblemException.invalid(path(unknown), "is not a field that is known here");
    }
    if (error instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return ProblemException.invalid(path(mapping), "is missing or has the wrong type or form");
    }
    if (error instanceof JsonMappingException) {
      return new ProblemException(
          400, "malformed-json", "The body must be a JSON object of the documented form.");
    }
    return new ProblemException(400, "malformed-json", "The body is not valid JSON." + at(error));
  }

  private static String at(JsonProcessingException error) {
    return error.getLocation() == null
        ? ""
        : " See line "
            + error.getLocation().getLineNr()
            + ", column "
            + error.getLocation().getColumnNr()
            + ".";
  }

  private static String path(JsonMappingException error) {
    return error.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static ProblemException internal(Throwable error) {
    String id = UUID.randomUUID().toString();
    LOG.log(Level.ERROR, "Internal error " + id, error);
    return new ProblemException(
            500, "internal", "Something went wrong here; the log has it under the id " + id + ".")
        .with("id", id);
  }
}
