package dev.ashlar.protocol.sqs;

/**
 * The errors that clients tell apart: some by the shape, some by the code of the older protocol.
 */
enum SqsError {
  QUEUE_DOES_NOT_EXIST(400, Of.SQS, "QueueDoesNotExist", Of.SIMPLE + "NonExistentQueue"),
  QUEUE_NAME_EXISTS(400, Of.SQS, "QueueNameExists", "QueueAlreadyExists"),
  INVALID_ATTRIBUTE_NAME(400, Of.SQS, "InvalidAttributeName", "InvalidAttributeName"),
  INVALID_ATTRIBUTE_VALUE(400, Of.SQS, "InvalidAttributeValue", "InvalidAttributeValue"),
  INVALID_MESSAGE_CONTENTS(400, Of.SQS, "InvalidMessageContents", "InvalidMessageContents"),
  RECEIPT_HANDLE_IS_INVALID(404, Of.SQS, "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"),
  EMPTY_BATCH(400, Of.SQS, "EmptyBatchRequest", Of.SIMPLE + "EmptyBatchRequest"),
  TOO_MANY_ENTRIES(
      400, Of.SQS, "TooManyEntriesInBatchRequest", Of.SIMPLE + "TooManyEntriesInBatchRequest"),
  IDS_NOT_DISTINCT(400, Of.SQS, "BatchEntryIdsNotDistinct", Of.SIMPLE + "BatchEntryIdsNotDistinct"),
  INVALID_ENTRY_ID(400, Of.SQS, "InvalidBatchEntryId", Of.SIMPLE + "InvalidBatchEntryId"),
  BATCH_TOO_LONG(400, Of.SQS, "BatchRequestTooLong", Of.SIMPLE + "BatchRequestTooLong"),
  UNSUPPORTED_OPERATION(400, Of.SQS, "UnsupportedOperation", Of.SIMPLE + "UnsupportedOperation"),
  RESOURCE_NOT_FOUND(404, Of.SQS, "ResourceNotFoundException", "ResourceNotFoundException"),
  INVALID_PARAMETER(400, Of.CORAL, "InvalidParameterValueException", "InvalidParameterValue"),
  MISSING_PARAMETER(400, Of.CORAL, "MissingRequiredParameterException", "MissingParameter"),
  UNKNOWN_OPERATION(400, Of.CORAL, "UnknownOperationException", "InvalidAction"),
  SERIALIZATION(400, Of.CORAL, "SerializationException", "MalformedInput"),
  INCOMPLETE_SIGNATURE(400, Of.CORAL, "IncompleteSignatureException", "IncompleteSignature"),
  UNRECOGNIZED_CLIENT(403, Of.CORAL, "UnrecognizedClientException", "InvalidClientTokenId"),
  INVALID_SIGNATURE(403, Of.CORAL, "InvalidSignatureException", "SignatureDoesNotMatch"),
  ACCESS_DENIED(403, Of.CORAL, "AccessDeniedException", "AccessDenied"),
  TOO_LARGE(413, Of.CORAL, "RequestEntityTooLargeException", "RequestEntityTooLarge"),
  INTERNAL(500, Of.CORAL, "InternalFailure", "InternalFailure"),
  UNAVAILABLE(503, Of.CORAL, "ServiceUnavailableException", "ServiceUnavailable");

  /** What names begin with. */
  private static final class Of {
    static final String SQS = "com.amazonaws.sqs#";
    static final String CORAL = "com.amazon.coral.service#";
    static final String SIMPLE = "AWS.SimpleQueueService.";
  }

  final int status;

  /** By which newer clients choose the class of their exception. */
  final String type;

  /** By which the others, and their users, know it. */
  final String code;

  SqsError(int status, String namespace, String shape, String code) {
    this.status = status;
    this.type = namespace + shape;
    this.code = code;
  }

  SqsException because(String message) {
    return new SqsException(this, message);
  }

  /** The header that carries the code, and whose fault it is. */
  String header() {
    return code + (status < 500 ? ";Sender" : ";Receiver");
  }
}
