/**
 * Idempotency keys: a POST with {@code Idempotency-Key} has its effect once, and whoever sends it
 * again within 24 hours is given the first answer.
 *
 * <p>The call is one transaction: the effect, through the joining forms of the blocks, and the
 * answer are committed together, so that no crash leaves one without the other. Only answers of
 * success are kept; a call that failed has done nothing and may be sent again. The same key with
 * another request (path, query, media type or body; not host) is 422 {@code
 * idempotency-key-reused}; while the first call is under way, 409 {@code conflict}. A resource must
 * do its work on the calling thread when the header is there.
 *
 * <p>Answers can hold secrets (a new API key): they are encrypted under a key made of the caller's
 * own, which is stored nowhere.
 *
 * <p>Tables: {@code ashlar_platform.idempotent_answer}.
 */
@NullMarked
package dev.ashlar.platform.idempotency;

import org.jspecify.annotations.NullMarked;
