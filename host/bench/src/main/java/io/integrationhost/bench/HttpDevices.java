package io.integrationhost.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** HTTP clients that send as fast as they are answered, over connections that they keep. */
final class HttpDevices implements Devices {

  /** Of one thread: a host that stores on a disk stores many at once. */
  private static final int CONNECTIONS_OF_EACH = 16;

  private final List<HttpDevice> devices = new ArrayList<>();
  private final List<BenchThread> threads = new ArrayList<>();

  /**
   * Connects them.
   *
   * @param clients each with connections of its own
   */
  HttpDevices(int port, String path, int clients) {
    try {
      for (int number = 0; number < clients; number++) {
        devices.add(new HttpDevice(port, path, CONNECTIONS_OF_EACH));
      }
    } catch (IOException e) {
      throw new BenchException("an HTTP client could not connect: " + e.getMessage(), e);
    }
    devices.forEach(device -> threads.add(BenchThread.start("http-client", device)));
  }

  @Override
  public void record(boolean on) {
    devices.forEach(device -> device.record(on));
  }

  @Override
  public void finish() {
    devices.forEach(HttpDevice::stop);
    threads.forEach(BenchThread::join);
  }

  @Override
  public long accepted() {
    return devices.stream().mapToLong(HttpDevice::accepted).sum();
  }

  @Override
  public long refused() {
    return devices.stream().mapToLong(HttpDevice::refused).sum();
  }

  @Override
  public Map<String, Histogram> latencies() {
    Histogram all = Latencies.empty();
    devices.forEach(device -> all.add(device.latency()));
    return Map.of(Latencies.TO_OK, all);
  }
}
