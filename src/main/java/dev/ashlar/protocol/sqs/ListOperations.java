package dev.ashlar.protocol.sqs;

import dev.ashlar.platform.http.Page;
import dev.ashlar.platform.security.Role;
import dev.ashlar.protocol.sqs.SqsRequests.ListQueues;
import dev.ashlar.queue.QueueAdmin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lists of queues, page by page. */
@ApplicationScoped
class ListOperations {
  private static final int MOST = 1_000;

  @Inject SqsQueues queues;
  @Inject QueueAdmin admin;

  CompletionStage<SqsAnswer> all(SqsCall call) throws IOException {
    ListQueues wanted = call.read(ListQueues.class);
    String prefix = wanted.queueNamePrefix() == null ? "" : wanted.queueNamePrefix();
    Page<String> page =
        admin.names(
            after(wanted.nextToken()),
            limit(wanted.maxResults()),
            name -> name.startsWith(prefix) && call.caller().reaches("queue", name));
    return SqsAnswer.now(
        SqsAnswer.of(new SqsAnswers.QueueUrls(urls(call, page), token(wanted, page))));
  }

  CompletionStage<SqsAnswer> deadLetterSources(SqsCall call) throws IOException {
    ListQueues wanted = call.read(ListQueues.class);
    SqsQueue queue = queues.of(call, wanted.queueUrl(), Role.READ);
    Page<String> page =
        admin.sources(
            queue.name(),
            after(wanted.nextToken()),
            limit(wanted.maxResults()),
            name -> call.caller().reaches("queue", name));
    return SqsAnswer.now(
        SqsAnswer.of(new SqsAnswers.SourceUrls(urls(call, page), token(wanted, page))));
  }

  private static int limit(@Nullable Integer maxResults) {
    int limit = maxResults == null ? MOST : maxResults;
    if (limit < 1 || limit > MOST) {
      throw SqsException.invalid(limit, "MaxResults", "Must be between 1 and 1000, if provided.");
    }
    return limit;
  }

  private static @Nullable List<String> urls(SqsCall call, Page<String> page) {
    return SqsAnswers.orNull(page.items().stream().map(call::url).toList());
  }

  /** Only who asks for pages is told that there are more. */
  private static @Nullable String token(ListQueues wanted, Page<String> page) {
    return wanted.maxResults() == null || page.next() == null
        ? null
        : Base64.getUrlEncoder().encodeToString(page.next().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String after(@Nullable String token) {
    try {
      return token == null
          ? null
          : QueueNames.ofUrl(
              new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | SqsException e) {
      throw SqsError.INVALID_PARAMETER.because(
          "NextToken must be what the page before has answered.");
    }
  }
}
