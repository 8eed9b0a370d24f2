package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.ProblemException;
import dev.ashlar.platform.http.Problems;
import java.util.concurrent.CompletionException;

/** An error that a client of SQS is told. */
final class SqsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqsError error;

  SqsException(SqsError error, String message) {
    // A refused request is no fault of the server: no stack trace is worth its cost.
    super(message, null, false, false);
    this.error = error;
  }

  static SqsException invalid(Object value, String parameter, String reason) {
    return SqsError.INVALID_PARAMETER.because(
        "Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
  }

  static SqsException missing(String parameter) {
    return SqsError.MISSING_PARAMETER.because(
        "The request must contain the parameter " + parameter + ".");
  }

  static SqsException noQueue() {
    return SqsError.QUEUE_DOES_NOT_EXIST.because("The specified queue does not exist.");
  }

  /** The error for whatever went wrong. */
  static SqsException of(Throwable error) {
    if (error instanceof SqsException known) {
      return known;
    }
    if (error instanceof CompletionException && error.getCause() != null) {
      return of(error.getCause());
    }
    if (error instanceof JsonProcessingException) {
      return SqsError.SERIALIZATION.because(
          "The body must be a JSON object of the form that the operation has.");
    }
    return of(Problems.of(error));
  }

  private static SqsException of(ProblemException problem) {
    String detail = String.valueOf(problem.getMessage());
    if (problem.code().equals("queue-not-found")) {
      return noQueue();
    }
    return switch (problem.status()) {
      case 403 -> SqsError.ACCESS_DENIED.because(detail);
      case 413 -> SqsError.TOO_LARGE.because(detail);
      case 503 -> SqsError.UNAVAILABLE.because(detail);
      default ->
          problem.status() < 500
              ? SqsError.INVALID_PARAMETER.because(detail)
              : SqsError.INTERNAL.because(detail);
    };
  }

  SqsError error() {
    return error;
  }
}
