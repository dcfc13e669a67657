package io.integrationhost.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** HTTP clients that send as fast as they are answered, each over a connection that it keeps. */
final class HttpDevices implements Devices {

  private static final int MOST_UNANSWERED = 800;
  private static final int MOST_UNANSWERED_EACH = 64;

  private final List<HttpDevice> devices = new ArrayList<>();
  private final List<BenchThread> threads = new ArrayList<>();

  HttpDevices(int port, String path, int connections) {
    int pipeline = Math.max(1, Math.min(MOST_UNANSWERED_EACH, MOST_UNANSWERED / connections));
    try {
      for (int number = 0; number < connections; number++) {
        devices.add(new HttpDevice(port, path, pipeline));
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
