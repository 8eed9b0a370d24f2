/**
 * HTTP as the whole API speaks it: JSON, problems, paging, ETags, idempotency keys, request
 * figures.
 *
 * <p>Every error is an RFC 9457 problem with a stable {@code code}; also those of the container.
 * Unknown JSON fields, too deep or malformed JSON are refused. A POST with an {@code
 * Idempotency-Key} is one transaction: its effect and its answer are stored together, and the same
 * call within 24 hours is given the first answer.
 *
 * <p>Tables: {@code ashlar_platform.idempotent_answer}.
 */
@NullMarked
package dev.ashlar.platform.http;

import org.jspecify.annotations.NullMarked;
