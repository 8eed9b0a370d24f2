package dev.ashlar.protocol.sqs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.security.Role;
import dev.ashlar.queue.QueueAdmin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The queues as clients of SQS see them. Thread-safe. */
@ApplicationScoped
class SqsQueues {
  private static final String CHANNEL = "sqs";
  private static final Duration TRUST = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  @Inject QueueAdmin admin;
  @Inject Database database;
  @Inject Hints hints;

  private final Cache<String, Optional<SqsQueue>> known =
      Caffeine.newBuilder().expireAfterWrite(TRUST).maximumSize(MOST).build();

  /** Before the database is up, as {@link Hints#listen} asks. */
  void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
    hints.listen(CHANNEL, known::invalidateAll);
  }

  /** The queue that a request is about, which its caller must reach; as it was a second ago. */
  SqsQueue of(SqsCall call, @Nullable String url, Role role) {
    String name = QueueNames.ofUrl(url);
    call.caller().require(role, "queue", name);
    return find(name).orElseThrow(SqsException::noQueue);
  }

  Optional<SqsQueue> find(String name) {
    Optional<SqsQueue> found = known.get(name, this::load);
    if (found.isEmpty()) {
      known.invalidate(name); // it may be made any moment
    }
    return found;
  }

  private Optional<SqsQueue> load(String name) {
    return admin.find(name).map(queue -> SqsQueue.of(name, queue, extras(queue.id())));
  }

  private SqsExtras extras(int queue) {
    return database.sqlInTransaction(connection -> new SqsTable(connection).find(queue));
  }

  /** What a change makes of a queue, or that it must not be. */
  @FunctionalInterface
  interface Change<R> {
    R apply(Optional<SqsQueue> standing);
  }

  /** Changes a queue as it stands now, which nobody else does meanwhile; on disk afterwards. */
  <R> R change(String name, Change<R> change) {
    R result =
        database.inTransaction(
            entities -> {
              admin.takeTurn();
              return change.apply(load(name));
            });
    known.invalidateAll();
    hints.send(CHANNEL);
    return result;
  }

  /** Inside a change: what a new queue begins with. */
  void begin(String name, Map<String, String> attributes, Map<String, String> tags) {
    int id = admin.find(name).orElseThrow(SqsException::noQueue).id();
    boolean unused =
        database.sqlInTransaction(
            connection -> {
              new SqsTable(connection).make(id, attributes, tags);
              return true;
            });
  }

  /** Inside a change: sets what the queue itself does not know. */
  void store(SqsQueue queue, Map<String, String> attributes, Map<String, String> tags) {
    boolean unused =
        database.sqlInTransaction(
            connection -> {
              new SqsTable(connection).store(queue.id(), attributes, tags);
              return true;
            });
  }

  /** Changes the tags of a queue. */
  void changeTags(String name, UnaryOperator<Map<String, String>> change) {
    boolean unused =
        change(
            name,
            standing -> {
              SqsQueue queue = standing.orElseThrow(SqsException::noQueue);
              store(queue, queue.extras().attributes(), change.apply(queue.extras().tags()));
              return true;
            });
  }
}
