package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ashlar.platform.http.Json;
import dev.ashlar.queue.RedriveView;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A redrive as the handle of a move task names it.
 *
 * @param sourceArn the queue that the dead letters are in
 */
record MoveTask(String taskId, String sourceArn) {
  private static final Pattern ID = Pattern.compile("\\d{1,18}");
  private static final Map<String, String> STATES = Map.of("done", "COMPLETED");

  static String handle(RedriveView view, String sourceArn) {
    try {
      return Base64.getEncoder()
          .encodeToString(Json.MAPPER.writeValueAsBytes(new MoveTask(view.id(), sourceArn)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static MoveTask ofHandle(@Nullable String handle) {
    if (handle == null) {
      throw SqsException.missing("TaskHandle");
    }
    try {
      MoveTask task = Json.MAPPER.readValue(Base64.getDecoder().decode(handle), MoveTask.class);
      if (task != null && ID.matcher(String.valueOf(task.taskId)).matches()) {
        return task;
      }
    } catch (IllegalArgumentException | IOException e) {
      // Said below, like a handle of another form.
    }
    throw SqsError.INVALID_PARAMETER.because("Value for parameter TaskHandle is invalid.");
  }

  long id() {
    return Long.parseLong(taskId);
  }

  static boolean isRunning(RedriveView view) {
    return view.state().equals("running");
  }

  static SqsAnswers.Task answer(RedriveView view, SqsCall call) {
    String arn = call.arn(view.queue());
    return new SqsAnswers.Task(
        isRunning(view) ? handle(view, arn) : null,
        STATES.getOrDefault(view.state(), view.state().toUpperCase(Locale.ROOT)),
        arn,
        view.to() == null ? null : call.arn(view.to()),
        view.ratePerSecond(),
        view.moved(),
        view.total(),
        view.state().equals("failed") ? SqsError.QUEUE_DOES_NOT_EXIST.code : null,
        view.startedAt().toEpochMilli());
  }
}
