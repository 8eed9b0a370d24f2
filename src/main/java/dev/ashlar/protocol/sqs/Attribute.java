package dev.ashlar.protocol.sqs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a message.
 *
 * @param dataType String, Number or Binary, and a label of the client's after a dot
 */
@JsonNaming(UpperCamelCaseStrategy.class)
record Attribute(
    @Nullable String dataType,
    @Nullable String stringValue,
    byte @Nullable [] binaryValue,
    @Nullable List<@Nullable String> stringListValues,
    @Nullable List<byte @Nullable []> binaryListValues) {
  static Attribute ofText(String dataType, String value) {
    return new Attribute(dataType, value, null, null, null);
  }

  static Attribute ofBytes(String dataType, byte[] value) {
    return new Attribute(dataType, null, value, null, null);
  }

  String type() {
    return dataType == null ? "" : dataType;
  }

  /** String, Number or Binary. */
  String kind() {
    int dot = type().indexOf('.');
    return dot < 0 ? type() : type().substring(0, dot);
  }

  @JsonIgnore
  boolean isBinary() {
    return kind().equals("Binary");
  }

  byte[] bytes() {
    if (isBinary()) {
      return binaryValue == null ? new byte[0] : binaryValue;
    }
    return stringValue == null ? new byte[0] : stringValue.getBytes(StandardCharsets.UTF_8);
  }
}
