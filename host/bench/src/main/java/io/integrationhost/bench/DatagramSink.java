package io.integrationhost.bench;

/** Whoever listens for datagrams, and what became of those that came. */
interface DatagramSink extends AutoCloseable {

  int port();

  /** Taken: by the host stored, by a bare receiver read. */
  long taken();

  /** Not taken, and counted. */
  long refused();

  @Override
  void close();
}
