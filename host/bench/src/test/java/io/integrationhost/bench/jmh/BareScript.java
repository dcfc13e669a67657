package io.integrationhost.bench.jmh;

/** The guide's decoder on an engine alone; for one thread. */
interface BareScript extends AutoCloseable {

  /** One call, from the payload to the result as JSON text. */
  String call(byte[] payload);

  @Override
  void close();
}
