package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ashlar.platform.http.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where dead letters go.
 *
 * @param target the name of the queue
 * @param receives after how many failed deliveries
 */
record RedrivePolicy(String target, int receives) {
  private static final int MOST = 1_000;
  private static final String TARGET = "deadLetterTargetArn";
  private static final String RECEIVES = "maxReceiveCount";

  static RedrivePolicy parse(String text) {
    try {
      JsonNode policy = Json.MAPPER.readTree(text);
      int receives = policy.path(RECEIVES).asInt(0);
      if (receives < 1 || receives > MOST) {
        throw invalid(
            text,
            "Invalid value for maxReceiveCount: "
                + policy.path(RECEIVES).asText()
                + ", valid values are from 1 to 1000 both inclusive.");
      }
      String target =
          QueueNames.ofArn(policy.path(TARGET).asText())
              .orElseThrow(() -> invalid(text, "Dead letter target must be the ARN of a queue."));
      return new RedrivePolicy(target, receives);
    } catch (JsonProcessingException e) {
      throw invalid(text, "Redrive policy is not a valid JSON map.");
    }
  }

  String json(String region) {
    Map<String, Object> policy = new TreeMap<>();
    policy.put(TARGET, QueueNames.arn(region, target));
    policy.put(RECEIVES, receives);
    return Json.MAPPER.valueToTree(policy).toString();
  }

  static SqsException invalid(String text, String reason) {
    return SqsException.invalid(text, "RedrivePolicy", reason);
  }
}
