package dev.ashlar.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Which ports are free. */
final class Ports {

  static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** Fails with a clear line unless a server could listen there. */
  static void requireFree(String address, int port) {
    InetAddress resolved;
    try {
      resolved = InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new StartFailure(StartFailure.USAGE, "unknown address '" + address + "'");
    }
    try {
      listen(resolved, port).close();
    } catch (IOException e) {
      throw new StartFailure("port " + port + " on " + address + " is not free: " + e.getMessage());
    }
  }

  static boolean isFree(String address, int port) throws IOException {
    InetAddress resolved = InetAddress.getByName(address);
    try {
      listen(resolved, port).close();
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  static int anyFree() throws IOException {
    try (ServerSocket socket = listen(InetAddress.getLoopbackAddress(), 0)) {
      return socket.getLocalPort();
    }
  }

  private static ServerSocket listen(InetAddress address, int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
