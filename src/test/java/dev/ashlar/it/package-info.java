/** Tests of the whole, from outside: they start {@code target/ashlar.jar} and talk HTTP to it. */
@NullMarked
package dev.ashlar.it;

import org.jspecify.annotations.NullMarked;
