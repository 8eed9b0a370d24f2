package dev.ashlar.bench;

import java.util.List;

/** A server with a key-value store, or a floor under all of them. */
interface Peer extends AutoCloseable {
  String name();

  /** What the figures do not say: where it does less than the others. */
  String remark();

  /** The server with its database. */
  List<ProcessHandle> processes();

  /** Connections that write a value under a key. */
  Load.Connector puts();

  /** Connections that read the value of a key. */
  Load.Connector gets();

  @Override
  void close();
}
