package io.integrationhost.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Devices that send as fast as they are answered. */
final class BusyDevices implements Devices {

  /** Of all devices together: less than what a converter or a transport refuses. */
  private static final int MOST_UNANSWERED = 800;

  private static final int MOST_UNANSWERED_EACH = 64;

  private final List<BusyDevice> devices = new ArrayList<>();
  private final List<BenchThread> threads = new ArrayList<>();

  BusyDevices(int port, int connections) {
    int pipeline = Math.max(1, Math.min(MOST_UNANSWERED_EACH, MOST_UNANSWERED / connections));
    try {
      for (int number = 0; number < connections; number++) {
        devices.add(new BusyDevice(new GuideSocket(port, "Device " + number), pipeline));
      }
    } catch (IOException e) {
      throw new BenchException(
          "device %d of %d could not connect: %s"
              .formatted(devices.size() + 1, connections, e.getMessage()),
          e);
    }
    devices.forEach(device -> threads.add(BenchThread.start("device", device)));
  }

  @Override
  public void record(boolean on) {
    devices.forEach(device -> device.record(on));
  }

  @Override
  public void finish() {
    devices.forEach(BusyDevice::stop);
    threads.forEach(BenchThread::join);
  }

  @Override
  public long accepted() {
    return devices.stream().mapToLong(BusyDevice::accepted).sum();
  }

  @Override
  public long refused() {
    return devices.stream().mapToLong(BusyDevice::refused).sum();
  }

  @Override
  public Map<String, Histogram> latencies() {
    Histogram all = Latencies.empty();
    devices.forEach(device -> all.add(device.latency()));
    return Map.of(Latencies.TO_OK, all);
  }
}
