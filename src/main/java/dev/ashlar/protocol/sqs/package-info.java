/**
 * The door of Amazon SQS: clients of it, and of JMS by its library, use the queues of {@link
 * dev.ashlar.queue} as they are. AWS's JSON protocol at {@code /sqs}, signed with Signature Version
 * 4; the older protocol of forms and XML is not spoken.
 *
 * <pre>{@code
 * curl -X POST -H "Authorization: Bearer $KEY" localhost:8080/api/v1/keys/$ID/aws-credentials
 *
 * SqsClient.builder().endpointOverride(URI.create("http://localhost:8080/sqs"))
 *     .region(Region.EU_CENTRAL_1).credentialsProvider(...).build();
 * }</pre>
 *
 * <p>The credentials belong to an API key, whose role, scopes and end are theirs: reading what
 * queues there are takes the role read, messages write, everything about queues themselves admin,
 * each with a scope {@code queue:<name>}. Any region will do; the account is 000000000000. A queue
 * may be used through this door and through {@code /api/v1/queues} at once: attributes are headers
 * there, with {@code sqs:type:<name>} for a data type other than String and {@code
 * sqs:MessageDeduplicationId} in FIFO queues; bytes that are no text are base64 here.
 *
 * <p>What is not as there: without a redrive policy a message is dead after 1,000 receives, and
 * stays in its queue for somebody to look at. A failed message goes to its dead letter queue when
 * its time-out ends, not with the next receive. A receipt whose time is over cannot hide the
 * message again; of a standard queue it still deletes it while nobody else was given it. Policies
 * and keys for encryption are kept and answered, nothing more. A name begins with a letter or a
 * digit. Attributes set elsewhere are known here after a second. Permissions are not set by
 * clients.
 *
 * <p>How it works: {@code SqsFilter} checks the signature ({@code Signatures}) and calls an
 * operation, which translates to the block's front and back; nothing waits on a thread for a
 * message. It can be closed by {@code ashlar.protocol.sqs}.
 *
 * <p>Tables: {@code ashlar_sqs.queue}, what only clients of SQS know of a queue, and tags.
 */
@NullMarked
package dev.ashlar.protocol.sqs;

import org.jspecify.annotations.NullMarked;
