package dev.ashlar.bench;

/** A server with a key-value store, or a floor under all of them. */
interface KvPeer extends Peer {
  /** Connections that write a value under a key. */
  Load.Connector puts();

  /** Connections that read the value of a key. */
  Load.Connector gets();
}
