package io.integrationhost.bench;

/** What serves TCP devices. */
interface TcpHost extends AutoCloseable {

  /** Readings answered by the server. */
  long delivered();

  @Override
  void close();
}
