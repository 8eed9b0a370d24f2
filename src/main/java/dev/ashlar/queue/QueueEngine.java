package dev.ashlar.queue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.GroupCommit;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.queue.QueueWaits.Called;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Carries out commands in batches, and tells those who wait of what came of them. Thread-safe: each
 * queue belongs to one lane, and what is in memory of it to the thread that commits there.
 */
@ApplicationScoped
class QueueEngine {
  private static final System.Logger LOG = System.getLogger(QueueEngine.class.getName());

  /** A hint on it says that something may have become visible in some queue. */
  static final String CHANNEL = "queue";

  /** So that callers of one queue do not wait for those of another. */
  private static final int LANES = 4;

  private static final int BATCH = 1_000;
  private static final long BATCH_BYTES = 8 << 20;

  @Inject Database database;
  @Inject CommitThreads threads;
  @Inject Hints hints;
  @Inject QueueWaits waits;

  @Inject
  @ConfigProperty(name = "ashlar.queue.queue-capacity")
  int queueCapacity;

  @Inject
  @ConfigProperty(name = "ashlar.queue.queue-bytes")
  long queueBytes;

  @Inject
  @ConfigProperty(name = "ashlar.queue.cache-bytes")
  long cacheBytes;

  private final List<GroupCommit<QueueCommand, QueueResult>> lanes = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private final Cache<Long, Content> contents =
      Caffeine.newBuilder()
          .maximumWeight(Long.MAX_VALUE / 2)
          .weigher((Long position, Content content) -> content.weight())
          .executor(Runnable::run)
          .build();

  @PostConstruct
  void open() {
    contents.policy().eviction().ifPresent(eviction -> eviction.setMaximum(cacheBytes));
    for (int lane = 0; lane < LANES; lane++) {
      OpenQueues open = new OpenQueues();
      lanes.add(
          new GroupCommit<>(
              new GroupCommit.Limits(BATCH, BATCH_BYTES, queueCapacity, queueBytes),
              QueueCommand::weight,
              commands -> write(commands, open),
              threads.committers(),
              threads.answerers()));
    }
  }

  /** Before anything is destroyed: at PreDestroy what waits could be committed no more. */
  void close(
      @Observes(notifyObserver = Reception.IF_EXISTS) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    lanes.forEach(GroupCommit::close);
  }

  /** Submits a command; the stage completes when it is on disk. */
  CompletionStage<QueueResult> submit(QueueCommand command) {
    return lanes.get(Math.floorMod(command.queue().hashCode(), LANES)).submit(command);
  }

  /** Submits a receive, and once more if others of its batch were answered too much already. */
  CompletionStage<QueueResult> receive(QueueCommand.Receive receive) {
    return submit(receive)
        .thenCompose(
            result ->
                result instanceof QueueResult.Later
                    ? receive(receive)
                    : CompletableFuture.completedFuture(result));
  }

  private List<QueueResult> write(List<QueueCommand> submitted, OpenQueues open) {
    List<Called> called = waits.call(submitted);
    List<QueueCommand> commands = new ArrayList<>(submitted);
    called.forEach(one -> commands.add(one.receiver().receive));
    QueueWriter.Written written;
    try {
      written = database.inTransaction(entities -> writeInTransaction(commands, open));
    } catch (Throwable e) {
      // What memory holds of them was not committed, or perhaps: their logs tell.
      commands.forEach(command -> open.remove(command.queue()));
      called.forEach(waits::askAgain);
      throw e;
    }
    List<QueueResult> results = written.results();
    for (int i = 0; i < called.size(); i++) {
      waits.told(called.get(i), results.get(submitted.size() + i));
    }
    try {
      tell(written);
    } catch (RuntimeException e) {
      // It is committed, and must not be taken for failed.
      LOG.log(Level.WARNING, "Some were not told of what was committed", e);
    }
    return results.subList(0, submitted.size());
  }

  private QueueWriter.Written writeInTransaction(List<QueueCommand> commands, OpenQueues open) {
    QueueWriter.Written written =
        database.sqlInTransaction(
            connection -> new QueueWriter(connection, open, contents, random).write(commands));
    for (int i = 0; i < commands.size(); i++) {
      LongConsumer alongside = commands.get(i).alongside();
      if (alongside != null && written.results().get(i) instanceof QueueResult.Done done) {
        alongside.accept(done.messages());
      }
    }
    return written;
  }

  private void tell(QueueWriter.Written written) {
    contents.putAll(written.stored());
    for (QueueState queue : written.queues()) {
      String name = queue.config().name();
      waits.saw(name, queue.applied);
      waits.isDue(name, queue.nextDue(), queue.now());
      boolean goesOn = written.changed().contains(name) || written.givenFrom().contains(name);
      if (goesOn && queue.hasReady()) {
        waits.wake(name);
      }
      if (!queue.turns().exhausted().isEmpty()) {
        CompletionStage<QueueResult> unused =
            submit(new QueueCommand.Bury(name, queue.config().deadLetterQueue()));
      }
    }
    if (!written.changed().isEmpty()) {
      hints.sendToOthers(CHANNEL);
    }
  }
}
