package dev.ashlar.protocol.sqs;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the attributes of a message must be. */
final class AttributeRules {
  private static final int MOST = 10;
  private static final int LONGEST_TYPE = 256;
  private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");
  private static final Pattern RESERVED = Pattern.compile("(?i)(aws|amazon)\\..*");
  private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,38}(\\.\\d{0,38})?|\\.\\d{1,38})([eE][+-]?\\d{1,3})?");
  private static final String TRACE = "AWSTraceHeader";

  private AttributeRules() {}

  /** The attributes, checked. */
  static Map<String, Attribute> check(@Nullable Map<String, @Nullable Attribute> attributes) {
    Map<String, Attribute> checked = new HashMap<>();
    if (attributes != null) {
      if (attributes.size() > MOST) {
        throw invalid(
            "Number of message attributes ["
                + attributes.size()
                + "] exceeds the allowed maximum ["
                + MOST
                + "].");
      }
      attributes.forEach((name, attribute) -> checked.put(name, check(name, attribute)));
    }
    return checked;
  }

  /** The one attribute that a client may set beside its own: the trace; null without it. */
  static @Nullable Attribute checkSystem(@Nullable Map<String, @Nullable Attribute> attributes) {
    if (attributes == null || attributes.isEmpty()) {
      return null;
    }
    Attribute trace = attributes.get(TRACE);
    if (attributes.size() > 1 || trace == null || !trace.type().equals("String")) {
      throw invalid("The only message system attribute is AWSTraceHeader, of the type String.");
    }
    return check(TRACE, trace);
  }

  private static Attribute check(String name, @Nullable Attribute attribute) {
    boolean named =
        name.length() <= LONGEST_TYPE
            && NAME.matcher(name).matches()
            && !RESERVED.matcher(name).matches();
    if (!named) {
      throw invalid(
          "The message attribute name '"
              + name
              + "' must have 1 to 256 letters, digits, underscores, hyphens and single dots, and"
              + " not begin with AWS. or Amazon.");
    }
    if (attribute == null
        || attribute.type().length() > LONGEST_TYPE
        || !TYPE.matcher(attribute.type()).matches()
        || !Text.isValid(attribute.type())) {
      throw invalid(
          "The message attribute '"
              + name
              + "' has an invalid message attribute type, the set of supported type prefixes is"
              + " Binary, Number, and String.");
    }
    checkValue(name, attribute);
    return attribute;
  }

  private static void checkValue(String name, Attribute attribute) {
    if (isGiven(attribute.stringListValues()) || isGiven(attribute.binaryListValues())) {
      throw SqsError.UNSUPPORTED_OPERATION.because("Lists of values are not supported.");
    }
    if (attribute.bytes().length == 0) {
      throw invalid(
          "Message (user) attribute '"
              + name
              + "' must contain a non-empty value of type '"
              + attribute.kind()
              + "'.");
    }
    String text = attribute.stringValue();
    if (text != null && !Text.isValid(text)) {
      throw invalid("Message (user) attribute '" + name + "' has invalid characters.");
    }
    if (attribute.kind().equals("Number") && text != null && !NUMBER.matcher(text).matches()) {
      throw invalid("Can't cast the value of message (user) attribute '" + name + "' to a number.");
    }
  }

  private static boolean isGiven(java.util.@Nullable List<?> values) {
    return values != null && !values.isEmpty();
  }

  /** How many bytes they count for. */
  static long size(@Nullable Map<String, ? extends @Nullable Attribute> attributes) {
    long size = 0;
    if (attributes != null) {
      for (Map.Entry<String, ? extends @Nullable Attribute> entry : attributes.entrySet()) {
        Attribute attribute = entry.getValue();
        size += entry.getKey().length();
        if (attribute != null) {
          size += attribute.type().length() + attribute.bytes().length;
        }
      }
    }
    return size;
  }

  private static SqsException invalid(String message) {
    return SqsError.INVALID_PARAMETER.because(message);
  }
}
