package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.platform.http.Json;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which queues may choose a queue for their dead letters; looked at when they do. */
final class RedriveAllowPolicy {
  private static final int MOST = 10;
  private static final String BY_QUEUE = "byQueue";
  private static final String DENY = "denyAll";

  private final String permission;
  private final Set<String> sources = new HashSet<>();

  private RedriveAllowPolicy(String text) throws JsonProcessingException {
    JsonNode policy = Json.MAPPER.readTree(text);
    permission = policy.path("redrivePermission").asText();
    for (JsonNode arn : policy.path("sourceQueueArns")) {
      sources.add(QueueNames.ofArn(arn.asText()).orElseThrow(() -> invalid(text)));
    }
  }

  static RedriveAllowPolicy parse(String text) {
    try {
      RedriveAllowPolicy policy = new RedriveAllowPolicy(text);
      boolean valid =
          policy.permission.equals(BY_QUEUE)
              ? !policy.sources.isEmpty() && policy.sources.size() <= MOST
              : policy.sources.isEmpty() && Set.of("allowAll", DENY).contains(policy.permission);
      if (!valid) {
        throw invalid(text);
      }
      return policy;
    } catch (JsonProcessingException e) {
      throw invalid(text);
    }
  }

  /**
   * Whether a queue may.
   *
   * @param text the policy; null without one
   */
  static boolean allows(@Nullable String text, String source) {
    if (text == null) {
      return true;
    }
    RedriveAllowPolicy policy = parse(text);
    return policy.permission.equals(BY_QUEUE)
        ? policy.sources.contains(source)
        : !policy.permission.equals(DENY);
  }

  private static SqsException invalid(String text) {
    return SqsException.invalid(
        text,
        "RedriveAllowPolicy",
        "redrivePermission must be allowAll, denyAll, or byQueue with 1 to 10 sourceQueueArns.");
  }
}
