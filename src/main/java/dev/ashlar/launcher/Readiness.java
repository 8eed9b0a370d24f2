package dev.ashlar.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the running application whether it is ready. */
final class Readiness {

  private static final Pattern REASON =
      Pattern.compile("\"reason\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern FATAL = Pattern.compile("\"fatal\"\\s*:\\s*\"?true");
  private static final int TIMEOUT_MILLIS = 5_000;

  private final URI uri;

  Readiness(String address, int port) {
    String host = isAny(address) ? Ports.LOOPBACK : address;
    this.uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /** The application's address, as seen from this machine. */
  URI base() {
    return uri;
  }

  /** Asks until the answer is yes; fails when it says that it never will be. */
  void await(Duration limit, ServerProcess server) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Optional<String> reason = Optional.of("no answer");
    while (server.alive() && System.nanoTime() < end) {
      reason = ask();
      if (reason.isEmpty()) {
        return;
      }
      Thread.sleep(25);
    }
    if (!server.alive()) {
      throw new StartFailure("the server ended while it started, exit code " + server.waitFor());
    }
    throw new StartFailure("not ready after " + limit.toSeconds() + " s: " + reason.orElse(""));
  }

  /** Empty when ready, otherwise why not. */
  private Optional<String> ask() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) uri.resolve("/health/ready").toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      return status == 200 ? Optional.empty() : Optional.of(judge(status, body(connection)));
    } catch (IOException e) {
      return Optional.of(StartFailure.describe(e));
    }
  }

  /** The reason in a negative answer; one that is meant to last ends the start. */
  static String judge(int status, String body) {
    Matcher matcher = REASON.matcher(body);
    String reason =
        matcher.find() ? matcher.group(1).replaceAll("\\\\(.)", "$1") : "HTTP status " + status;
    if (FATAL.matcher(body).find()) {
      throw new StartFailure(reason);
    }
    return reason;
  }

  private static String body(HttpURLConnection connection) throws IOException {
    try (@Nullable InputStream in = connection.getErrorStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isAny(String address) {
    return address.equals("0.0.0.0") || address.equals("::");
  }
}
