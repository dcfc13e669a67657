package io.integrationhost.spool;

/** The spool on a real disk. */
final class LocalLogContractTest extends ReadingLogContract {

  private SpoolStore store;

  @Override
  protected ReadingLog open() {
    if (store != null) {
      store.close();
    }
    store = SpoolStore.open(folder.resolve("spool"));
    return store.open("yard", SpoolOptions.ofSize(BOUND));
  }

  @Override
  protected boolean outlivesClosing() {
    return true;
  }

  @Override
  protected void end() {
    store.close();
  }
}
