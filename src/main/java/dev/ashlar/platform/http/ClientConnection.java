package dev.ashlar.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client who waits for an answer, asked whether he is still there: the server
 * itself looks at it only after the answer. Thread-safe.
 *
 * <p>Looking takes a byte off the connection, should there be one: a client who sends a next
 * request before he has the answer to this one counts as gone. Of a connection with TLS, and on a
 * server that is not Payara, it is known only when it was closed.
 */
public final class ClientConnection {
  /** Where {@link UriGuard} leaves the connection of a request. */
  static final String ATTRIBUTE = ClientConnection.class.getName();

  private final @Nullable Connection<?> connection;
  private final boolean readable;
  private boolean answered;

  private ClientConnection(@Nullable Connection<?> connection, boolean readable) {
    this.connection = connection;
    this.readable = readable;
  }

  /** The connection that a request came by. */
  public static ClientConnection of(HttpServletRequest request) {
    boolean plain = !request.isSecure() && request.getProtocol().startsWith("HTTP/1");
    return request.getAttribute(ATTRIBUTE) instanceof Connection<?> known
        ? new ClientConnection(known, plain)
        : new ClientConnection(null, false);
  }

  /** Whether nobody is there any more to be answered. */
  public synchronized boolean isGone() {
    if (connection == null || answered) {
      return false;
    }
    if (!connection.isOpen()) {
      return true;
    }
    if (!readable
        || !(connection instanceof NIOConnection nio)
        || !(nio.getChannel() instanceof SocketChannel channel)) {
      return false;
    }
    try {
      boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
      if (!quiet) {
        connection.closeSilently(); // what was taken would be missing from the next request
      }
      return !quiet;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * From now on the connection is not looked at any more, since it will carry the next request.
   *
   * @return false when nobody is there to be answered
   */
  public synchronized boolean beginAnswer() {
    boolean there = !isGone();
    answered = true;
    return there;
  }
}
