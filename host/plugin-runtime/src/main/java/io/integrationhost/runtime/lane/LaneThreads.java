package io.integrationhost.runtime.lane;

import java.util.concurrent.ThreadFactory;

/** Makes the threads of this package: daemons with a name and a context class loader. */
record LaneThreads(String name, ClassLoader loader) implements ThreadFactory {

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    ContextLoader.set(thread, loader);
    return thread;
  }
}
