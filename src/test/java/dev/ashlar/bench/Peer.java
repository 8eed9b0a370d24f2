package dev.ashlar.bench;

import java.util.List;

/** A server that is measured, or a floor under all of them. */
interface Peer extends AutoCloseable {
  String name();

  /** What the figures do not say: where it does less than the others. */
  String remark();

  /** The server with its database. */
  List<ProcessHandle> processes();

  @Override
  void close();
}
