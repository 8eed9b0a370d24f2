package dev.ashlar.protocol.sqs;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a message as the headers that it is stored with: values as text, bytes as
 * base64. What a header cannot say stands in headers of the door's own, whose names no attribute
 * can have: {@code sqs:type:<name>} for a type that is not String.
 */
final class MessageHeaders {
  static final String TRACE = "sqs:AWSTraceHeader";

  /** As the sender has it; the queue may know the message by another, and dead letters by none. */
  static final String DEDUP_ID = "sqs:MessageDeduplicationId";

  private static final String OWN = "sqs:";
  private static final String TYPE = OWN + "type:";
  private static final String STRING = "String";

  private MessageHeaders() {}

  static Map<String, String> of(Map<String, Attribute> attributes, @Nullable Attribute trace) {
    Map<String, String> headers = new HashMap<>();
    attributes.forEach(
        (name, attribute) -> {
          headers.put(
              name,
              attribute.isBinary()
                  ? Base64.getEncoder().encodeToString(attribute.bytes())
                  : String.valueOf(attribute.stringValue()));
          if (!attribute.type().equals(STRING)) {
            headers.put(TYPE + name, attribute.type());
          }
        });
    if (trace != null) {
      headers.put(TRACE, String.valueOf(trace.stringValue()));
    }
    return headers;
  }

  static Map<String, Attribute> attributes(Map<String, String> headers) {
    Map<String, Attribute> attributes = new HashMap<>();
    headers.forEach(
        (name, value) -> {
          if (!name.startsWith(OWN)) {
            attributes.put(name, attribute(headers.getOrDefault(TYPE + name, STRING), value));
          }
        });
    return attributes;
  }

  private static Attribute attribute(String type, String value) {
    Attribute attribute = Attribute.ofText(type, value);
    try {
      return attribute.isBinary()
          ? Attribute.ofBytes(type, Base64.getDecoder().decode(value))
          : attribute;
    } catch (IllegalArgumentException e) {
      return Attribute.ofText(STRING, value); // somebody else wrote these headers
    }
  }
}
