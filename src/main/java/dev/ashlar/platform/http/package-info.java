/**
 * HTTP as the whole API speaks it: JSON, problems, paging, ETags, request figures.
 *
 * <p>Every error is an RFC 9457 problem with a stable {@code code}; also those of the container.
 * Unknown JSON fields, too deep or malformed JSON are refused. Malformed paths are refused before
 * the container sees them ({@code UriGuard}), and what is no HTTP is answered with a problem too
 * ({@code MalformedRequests}). A node that stops answers 503 until its connections are closed.
 *
 * <p>Tables: none.
 */
@NullMarked
package dev.ashlar.platform.http;

import org.jspecify.annotations.NullMarked;
