package io.integrationhost.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * Processor time so far.
 *
 * @param processNanos of all threads
 * @param deviceNanos of those that play devices
 */
record Cost(long processNanos, long deviceNanos) {

  static Cost now() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long devices = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo thread = threads.getThreadInfo(id);
      if (thread != null && thread.getThreadName().startsWith(BenchThread.PREFIX)) {
        devices += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return new Cost(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
        devices);
  }

  /** In microseconds for each of so many readings, all of it. */
  double perReading(Cost before, long readings) {
    return (processNanos - before.processNanos) / 1000.0 / readings;
  }

  /** The same without what devices cost: one that floods costs much whatever comes of it. */
  double perReadingWithoutDevices(Cost before, long readings) {
    long nanos = processNanos - before.processNanos - (deviceNanos - before.deviceNanos);
    return nanos / 1000.0 / readings;
  }
}
