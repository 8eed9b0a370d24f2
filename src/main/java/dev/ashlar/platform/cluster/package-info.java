/**
 * The nodes of the cluster: every process on the same database.
 *
 * <p>A node is a row with a heartbeat on the database's clock. It is {@code up} while the heartbeat
 * is younger than its lease ({@code ashlar.cluster.lease}, 5 s), {@code left} after a clean stop,
 * {@code dead} otherwise; the others see a death within the lease. A node that finds its name taken
 * over by a newer process stops to be ready. Rows of nodes that are gone are kept for a day.
 *
 * <p>A fifth of the lease is the time between heartbeats; with a replica of the database it is 250
 * ms at most, since they also tell how far behind that is.
 *
 * <p>Tables: {@code ashlar_platform.node}.
 */
@NullMarked
package dev.ashlar.platform.cluster;

import org.jspecify.annotations.NullMarked;
