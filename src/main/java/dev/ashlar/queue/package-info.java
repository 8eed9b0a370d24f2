/**
 * Message queues: standard ones, by priority and age, and FIFO ones, in order inside each group;
 * delay, deduplication, back-off, dead letters, an outbox for applications.
 *
 * <p>Promises: what was answered to a sender, or to a receiver who acknowledges, is on disk and
 * survives the death of every node. Every message is delivered at least once: again only if its
 * visibility time-out ended before it was acknowledged, by the database's clock. Until then nobody
 * else is given it, at whatever node. A receipt acts on its own delivery and on no later one; an
 * acknowledgement may be repeated while it is among the last 10,000 that a node remembers. What was
 * to be given to somebody who has gone is visible again at once, unless he may ask again by his
 * {@code attempt}. Higher priority comes before age, except for what was given out of turn so that
 * quiet groups need not wait for a noisy one (more than 30 messages and a tenth of all that is in
 * flight). Of a group of a FIFO queue one receive may have several messages, in order; nobody else
 * has any of it until all of them are settled. A dead node holds nothing: what it had given out
 * becomes visible when its time is over.
 *
 * <p>How it works: a queue is its log, which is only appended to: messages, and events that tell
 * what was delivered, acknowledged, returned. Commands are collected by {@link
 * dev.ashlar.platform.database.GroupCommit}. A batch locks the rows of its queues, takes in what
 * other nodes have appended ({@code QueueLoader}), decides every command in memory ({@code
 * QueueDecider}, {@code QueueSends} on {@code QueueState}: plain Java), appends what came of it
 * ({@code QueueAppends}) and commits. If that fails, or nobody knows, the memory is dropped and the
 * log read again, from the newest checkpoint. So there is no owner of a queue. Of messages that
 * nobody has touched only the next 2,000 of each priority are in memory ({@code Lane}). Whose turn
 * it is among those in memory is the business of {@code Turns}: of each group one is offered, and
 * none while its concurrency or its rate lets it have no more. Receivers who wait are an entry in
 * {@code QueueWaits}, no thread; those of the node where a message is sent receive in the batch
 * that stores it.
 *
 * <p>The log has eight segments, written to in turn. One in which nothing, or little, is open is
 * emptied as a whole, after a checkpoint of each queue and with what is open carried over ({@code
 * SegmentTable}). Nothing is updated or deleted for a message, so that a snapshot held open
 * elsewhere slows nothing down; but rows of the outbox are deleted when they are moved, and looked
 * for behind those that were ({@code OutboxStart}).
 *
 * <p>A queue for dead letters is written to by whoever makes messages die: so it must be within the
 * scopes of the key that chooses it. Dead letters live again by a redrive ({@link
 * dev.ashlar.queue.Redrives}): its row says how far it is, and goes on in the transaction that
 * moves some, at whatever node. Those that are being processed stay, those that die after it began,
 * and those that would go beyond the scopes of the key that began it.
 *
 * <p>In Java: {@link dev.ashlar.queue.Queues} for messages, {@link dev.ashlar.queue.QueueAdmin} for
 * queues, {@link dev.ashlar.queue.Redrives}; HTTP and protocols go by them as well. An application
 * in this server sends as part of its JTA transaction: the message is there if and only if that
 * commits, a tenth of a second later at most.
 *
 * <pre>{@code
 * @Inject Queues queues;
 *
 * @Transactional
 * void order(Order order) {
 *   entities.persist(order);
 *   queues.sendInTransaction("orders", List.of(NewMessage.of(order.toJson())));
 * }
 * }</pre>
 *
 * <p>An application elsewhere that uses the same database does so in SQL, as a member of the role
 * {@code ashlar_client}:
 *
 * <pre>{@code
 * GRANT ashlar_client TO shop;
 *
 * SELECT ashlar.send('orders', '{"id":7}', '{"trace":"abc"}', '{"delay":"30s","group":"7"}');
 *
 * em.createNativeQuery("SELECT ashlar.send(:queue, :body)")
 *     .setParameter("queue", "orders").setParameter("body", json).getSingleResult();
 * }</pre>
 *
 * <p>Limits: 1,000 messages in a call, 4 MiB a message, 32 MiB for all receives that are answered
 * together, 120,000 in flight in a queue; while 120,000 rest, having been given back, nothing is
 * given out. 20,000 more are in memory: past so many of groups that may have no more a FIFO queue
 * finds nothing for others, past half as many any other queue, but for what came since the node
 * knows the queue. 1,000 queues, or 64 MiB of them, in memory for each of four lanes of a node. A
 * failed message becomes a dead letter when its queue is next looked at: in time by the nodes that
 * use it, within two minutes if these are dead.
 *
 * <p>Tables: {@code ashlar_queue.queue}, {@code .message}, {@code .event}, {@code .segment}, {@code
 * .outbox}, {@code .redrive}. Protocols: HTTP, {@code /api/v1/queues}, and Amazon SQS, {@code
 * dev.ashlar.protocol.sqs}; sending takes no {@code Idempotency-Key}: a {@code dedupId} makes it
 * repeatable, an {@code attempt} a receive.
 */
@NullMarked
package dev.ashlar.queue;

import org.jspecify.annotations.NullMarked;
