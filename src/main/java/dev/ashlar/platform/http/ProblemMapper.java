package dev.ashlar.platform.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers every exception of a resource as a problem. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  @Context UriInfo uri;

  @Override
  public Response toResponse(Throwable error) {
    ProblemException problem = Problems.of(error);
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(Problems.MEDIA_TYPE)
            .entity(Problem.of(problem, uri.getRequestUri().getRawPath()));
    if (problem.retryAfter() != null) {
      answer.header("Retry-After", problem.retryAfter());
    }
    if (error instanceof WebApplicationException web) {
      Object allow = web.getResponse().getHeaders().getFirst("Allow");
      if (allow != null) {
        answer.header("Allow", allow);
      }
    }
    return answer.build();
  }
}
