package io.integrationhost.runtime.lane;

/** The context class loader of the current thread, changed for a while. */
public final class ContextLoader implements AutoCloseable {

  private final Thread thread;
  private final ClassLoader before;

  private ContextLoader(Thread thread, ClassLoader before) {
    this.thread = thread;
    this.before = before;
  }

  /** Sets the context class loader until {@link #close()}, which the same thread must call. */
  public static ContextLoader enter(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ContextLoader scope = new ContextLoader(thread, thread.getContextClassLoader());
    thread.setContextClassLoader(loader);
    return scope;
  }

  /** Sets it for good, on a thread that has not started or that is the caller. */
  static void set(Thread thread, ClassLoader loader) {
    if (thread.getContextClassLoader() != loader) {
      thread.setContextClassLoader(loader);
    }
  }

  @Override
  public void close() {
    thread.setContextClassLoader(before);
  }
}
