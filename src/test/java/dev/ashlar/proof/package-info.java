/**
 * Proof by attack: real nodes on one real PostgreSQL are killed, stopped and cut off while clients
 * record what they are told, and checkers look for a history that no correct system could have
 * produced.
 *
 * <p>A checker is plain Java over records of what was done. Each has a test that feeds it wrong
 * histories, which it must find. {@link dev.ashlar.proof.ProofIT} brings all together: a smoke in
 * every build, and as long as one likes with {@code mvn verify -Pproof -Dproof.minutes=30}.
 *
 * <p>Times are nanoseconds of one clock, {@link System#nanoTime()} of the JVM that runs the
 * clients; the clocks of the nodes play no part.
 */
@NullMarked
package dev.ashlar.proof;

import org.jspecify.annotations.NullMarked;
