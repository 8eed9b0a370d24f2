package dev.ashlar.platform.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postgresql.PGNotification;

/**
 * Wakes pollers on every node: a hint says «look now», never what happened.
 *
 * <p>Hints travel by PostgreSQL's NOTIFY, outside business transactions, at most one per channel
 * and 10 ms. They may be lost or come twice, so a listener reads its truth from a table, and polls
 * it now and then without a hint. All listeners are woken when the database comes back.
 * Thread-safe.
 */
@ApplicationScoped
public class Hints {
  private static final Logger LOG = System.getLogger(Hints.class.getName());
  private static final String PREFIX = "ashlar_";

  @Inject HintSender sender;

  private final Map<String, CopyOnWriteArrayList<Runnable>> listeners = new ConcurrentHashMap<>();

  /**
   * Calls the listener for each hint on the channel, on a shared thread: it must not block.
   *
   * @param channel lower-case letters, digits and {@code _}; subscribe before the database is up
   */
  public void listen(String channel, Runnable listener) {
    listeners.computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /** Wakes the listeners of the channel: those here at once, those of others within about 10 ms. */
  public void send(String channel) {
    wake(channel);
    sendToOthers(channel);
  }

  /** The same for whom those here were told of it already; they are woken too, but late. */
  public void sendToOthers(String channel) {
    sender.send(PREFIX + channel);
  }

  /** Starts to receive on the connection, and wakes everybody: hints may have been missed. */
  void listenOn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String channel : listeners.keySet()) {
        statement.execute("LISTEN " + PREFIX + checked(channel));
      }
    }
    listeners.keySet().forEach(this::wake);
  }

  void received(PGNotification[] notifications) {
    for (PGNotification notification : notifications) {
      wake(notification.getName().substring(PREFIX.length()));
    }
  }

  private void wake(String channel) {
    for (Runnable listener : listeners.getOrDefault(channel, new CopyOnWriteArrayList<>())) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A listener on " + channel + " failed", e);
      }
    }
  }

  private static String checked(String channel) {
    if (!channel.matches("[a-z0-9_]{1,40}")) {
      throw new IllegalArgumentException("not a channel: " + channel);
    }
    return channel;
  }
}
