/**
 * Configuration: how settings are read.
 *
 * <p>Every setting is a MicroProfile Config property named {@code
 * ashlar.<block>.<key-with-dashes>}; all of them, with default and unit, are in {@code
 * META-INF/microprofile-config.properties}.
 */
@NullMarked
package dev.ashlar.platform.config;

import org.jspecify.annotations.NullMarked;
