package dev.ashlar.lock;

import dev.ashlar.platform.database.CommitThreads;
import dev.ashlar.platform.database.Database;
import dev.ashlar.platform.database.Hints;
import dev.ashlar.platform.database.OverloadedException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The open streams of sessions and elections at this node, from one look for all. Thread-safe. */
@ApplicationScoped
class LockStreams {
  private static final System.Logger LOG = System.getLogger(LockStreams.class.getName());
  private static final int TICK_MILLIS = 200;

  @Inject LockSessions sessions;
  @Inject Elections elections;
  @Inject Database database;
  @Inject Hints hints;
  @Inject CommitThreads threads;
  @Resource ManagedThreadFactory factory;

  @Inject
  @ConfigProperty(name = "ashlar.lock.streams")
  int most;

  private final Set<SessionStream> sessionStreams = ConcurrentHashMap.newKeySet();
  private final Set<Observer> observers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean changed;
  private int ticks;
  private @Nullable ScheduledExecutorService timer;

  /** Before the database is up, as {@link Hints#listen} asks. */
  void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
    hints.listen(LockEngine.CHANGED, this::wake);
  }

  /**
   * A thread of its own: on the server's executor it would wait behind whoever asks the database.
   */
  @PostConstruct
  void start() {
    timer = Executors.newSingleThreadScheduledExecutor(factory);
    var unused =
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }

  /**
   * @throws OverloadedException when there are too many streams already
   */
  void requireRoom() {
    if (sessionStreams.size() + observers.size() >= most) {
      throw new OverloadedException(
          "There are " + most + " streams of locks on this node already; try another.");
    }
  }

  void add(SessionStream stream) {
    sessionStreams.add(stream);
    wake();
  }

  void add(Observer observer) {
    observers.add(observer);
    wake();
  }

  private void wake() {
    changed = true;
    if (looking.compareAndSet(false, true)) {
      threads.committers().execute(this::look);
    }
  }

  /** Asks the database nothing: it may not answer, and that is when holders have to be told. */
  private void tick() {
    try {
      sessionStreams.removeIf(stream -> isOver(stream::isOver));
      observers.removeIf(observer -> isOver(observer::isOver));
      boolean due = sessionStreams.stream().anyMatch(SessionStream::isDue);
      if (due || (++ticks % 5 == 0 && !(sessionStreams.isEmpty() && observers.isEmpty()))) {
        wake();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Streams of locks could not be served", e);
    }
  }

  /** One that cannot be asked now is asked again, and keeps no other from being asked. */
  private static boolean isOver(BooleanSupplier stream) {
    try {
      return stream.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "A stream could not be looked at", e);
      return false;
    }
  }

  private void look() {
    try {
      while (changed && database.isUp()) {
        changed = false;
        lookAtSessions(List.copyOf(sessionStreams));
        lookAtElections(List.copyOf(observers));
        sessionStreams.forEach(SessionStream::endUnlessAllowed);
        observers.forEach(Observer::endUnlessAllowed);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Streams of locks could not be fed; it is tried again", e);
    } finally {
      looking.set(false);
    }
    if (changed && database.isUp()) {
      wake();
    }
  }

  private void lookAtSessions(List<SessionStream> streams) {
    if (streams.isEmpty()) {
      return;
    }
    Set<String> due =
        streams.stream()
            .filter(SessionStream::isDue)
            .map(SessionStream::session)
            .collect(Collectors.toSet());
    long asked = System.nanoTime();
    Set<String> kept = due.isEmpty() ? Set.of() : sessions.keepAlive(due);
    Collection<String> ids = streams.stream().map(SessionStream::session).distinct().toList();
    Map<String, List<LockSessions.Held>> held = sessions.held(ids);
    for (SessionStream stream : streams) {
      String id = stream.session();
      if (kept.contains(id)) {
        stream.keptAliveAt(asked);
      }
      List<LockSessions.Held> now = held.get(id);
      if (now == null) {
        stream.sessionLost();
      } else {
        stream.holds(now, released(stream.missing(now)));
      }
    }
  }

  private Set<UUID> released(List<LockSessions.Held> missing) {
    return missing.stream()
        .filter(each -> sessions.howEnded(each.lock(), each.lease()).equals("released"))
        .map(LockSessions.Held::lease)
        .collect(Collectors.toSet());
  }

  private void lookAtElections(List<Observer> all) {
    if (all.isEmpty()) {
      return;
    }
    Map<String, Elections.View> views =
        elections.read(all.stream().map(Observer::election).distinct().toList());
    for (Observer observer : all) {
      String name = observer.election();
      observer.show(views.getOrDefault(name, Elections.View.leaderless(name, 0)));
    }
  }
}
