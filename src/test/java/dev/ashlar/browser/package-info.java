/**
 * Journeys through the console in a real browser.
 *
 * <p>Each test gets a {@link dev.ashlar.browser.ConsolePage} of its own, signed in or not, on the
 * one server that all tests share. Whatever the browser's console calls an error, an uncaught
 * exception and every report of the content security policy fail the test. Without a Chromium the
 * journeys are skipped with a message, and fail where the environment variable {@code CI} is set.
 */
@NullMarked
package dev.ashlar.browser;

import org.jspecify.annotations.NullMarked;
