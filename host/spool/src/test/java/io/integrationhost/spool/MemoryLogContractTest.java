package io.integrationhost.spool;

/** The spool in memory. */
final class MemoryLogContractTest extends ReadingLogContract {

  @Override
  protected ReadingLog open() {
    return new MemorySpool("yard", BOUND, 10_000, 1_000);
  }

  @Override
  protected boolean outlivesClosing() {
    return false;
  }
}
