package io.integrationhost.converter;

import io.integrationhost.converter.process.Order;
import io.integrationhost.converter.process.OrderStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The process in which scripts run that no thread can hold. It is started by {@link ProcessCrew}
 * only, ends with its standard input, and does not outlive the process that started it. Exit code 3
 * when it cannot go on, such as without memory.
 */
public final class ScriptProcessMain {
  private static final int CANNOT_GO_ON = 3;
  private static final long LOOK_MILLIS = 1_000;

  private ScriptProcessMain() {}

  /** Serves until standard input ends. */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> halt(CANNOT_GO_ON));
    // Standard output is for answers only, whatever prints.
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    System.setIn(InputStream.nullInputStream());
    watchParent();
    ignoreSignals();
    int code = 0;
    try (OrderStream orders =
        new OrderStream(
            new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out))) {
      serve(orders);
    } catch (Throwable e) {
      code = CANNOT_GO_ON;
    }
    halt(code);
  }

  private static void serve(OrderStream orders) throws Exception {
    Optional<Order> first = orders.next();
    if (first.isEmpty()) {
      return;
    }
    ScriptServer server = new ScriptServer((Order.Setup) first.get(), orders::send);
    for (Optional<Order> next = orders.next(); next.isPresent(); next = orders.next()) {
      server.obey(next.get());
    }
  }

  /** Usually the end of standard input tells; this is for the case that it does not. */
  private static void watchParent() {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    Thread watch =
        Threads.create(
            "parent-watch",
            () -> {
              Object pause = new Object();
              while (parent.map(ProcessHandle::isAlive).orElse(false)) {
                synchronized (pause) {
                  try {
                    pause.wait(LOOK_MILLIS);
                  } catch (InterruptedException e) {
                    break;
                  }
                }
              }
              halt(CANNOT_GO_ON);
            });
    watch.start();
  }

  /**
   * Ctrl-C and service managers signal all processes, but the host still has messages converted
   * while it stops. A hook that never ends keeps this one serving until its input ends.
   */
  private static void ignoreSignals() {
    Thread never =
        Threads.create(
            "signal",
            () -> {
              while (true) {
                LockSupport.park();
              }
            });
    Runtime.getRuntime().addShutdownHook(never);
  }

  private static void halt(int code) {
    Runtime.getRuntime().halt(code);
  }
}
