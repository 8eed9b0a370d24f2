/**
 * Who may do what: API keys, console sessions, roles, scopes, the audit log.
 *
 * <p>A request carries {@code Authorization: Bearer <key>} or the cookie of a signed-in browser.
 * Keys and session tokens are 256 random bits and stored as SHA-256; the key itself is shown once.
 * A role says what kind of operation (read, write, admin), a scope which block and name. A node
 * trusts what it read for less than a second, so a deleted key is refused everywhere within that
 * time, hints or no hints. Every administrative change is in the audit log, written in the
 * transaction of the change.
 *
 * <p>Tables: {@code ashlar_platform.api_key}, {@code session}, {@code audit}.
 */
@NullMarked
package dev.ashlar.platform.security;

import org.jspecify.annotations.NullMarked;
