/**
 * Benchmarks beside peers: {@code bench/run BLOCK}. Rounds of all peers alternate in one run, under
 * the same load over the same number of connections, and everything is on disk before it is
 * acknowledged; what a peer does not do is said in the table. The floor is measured with them.
 *
 * <p>Code in process is measured with JMH, by methods beside it: {@code bench/run in-process}.
 *
 * <p>These are programs, not tests: nothing here fails because a machine is slow.
 */
@NullMarked
package dev.ashlar.bench;

import org.jspecify.annotations.NullMarked;
