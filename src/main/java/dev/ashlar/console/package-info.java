/**
 * What the console's pages need beyond the public API: the sign-in session, the live overview, and
 * who holds a snapshot of the database open.
 *
 * <p>The pages are static files under {@code /console/} and clients of the public API. The session
 * is an HttpOnly, SameSite=Strict cookie got with an API key; failed sign-ins are slowed down. The
 * overview is one SSE stream per open page, fed by one read of the database every two seconds for
 * all of them; a page that does not keep up misses events, never delays others.
 *
 * <p>A snapshot that is held open keeps the database from removing what was updated or deleted
 * since. {@code Pins} asks PostgreSQL which sessions, prepared transactions and replication slots
 * do so for long; the page of the queues names them to administrators.
 *
 * <p>Tables: none of its own.
 */
@NullMarked
package dev.ashlar.console;

import org.jspecify.annotations.NullMarked;
