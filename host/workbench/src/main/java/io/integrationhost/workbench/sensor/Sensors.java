package io.integrationhost.workbench.sensor;

import java.util.ArrayList;
import java.util.List;

/** A number of simulated sensors, each with a thread of its own. */
public final class Sensors implements AutoCloseable {

  private final List<Thread> threads = new ArrayList<>();

  /** Starts them all. */
  public Sensors(SensorSettings settings, SensorReport report) {
    for (int number = 1; number <= settings.connections(); number++) {
      String name = settings.nameOf(number);
      Thread thread = new Thread(new Sensor(settings, name, report), "sensor-" + number);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** Waits until every sensor has sent its readings or given up. */
  public void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Has them send nothing more; does not wait. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
