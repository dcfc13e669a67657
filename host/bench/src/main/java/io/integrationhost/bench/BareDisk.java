package io.integrationhost.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What the disk itself takes for what the host asks of it, beside devices that wait for it: a
 * hundred small writes a second, each made durable. A stall of the disk shows in both.
 */
final class BareDisk implements Devices {

  /** From a small write until it is durable, with nothing else. */
  static final String SYNC = "bare_disk_sync";

  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int BYTES = 100;

  private final Devices devices;
  private final Path file;
  private final Histogram latency = Latencies.empty();
  private final BenchThread thread;
  private volatile boolean recording;
  private volatile boolean stopping;

  /** Beside these devices, with a file in the directory of their host. */
  BareDisk(Devices devices, Path directory) {
    this.devices = devices;
    this.file = directory.resolve("bare-disk");
    this.thread = BenchThread.start("bare-disk", this::write);
  }

  private void write() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    long next = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (!stopping) {
        long start = System.nanoTime();
        channel.write(bytes.clear());
        channel.force(false);
        if (recording) {
          Latencies.record(latency, System.nanoTime() - start);
        }
        next += PACE_NANOS;
        LockSupport.parkNanos(this, next - System.nanoTime());
      }
    } catch (IOException e) {
      throw new BenchException("the disk could not be measured: " + e.getMessage(), e);
    }
  }

  @Override
  public void record(boolean on) {
    recording = on;
    devices.record(on);
  }

  @Override
  public void finish() {
    stopping = true;
    thread.join();
    devices.finish();
  }

  @Override
  public long accepted() {
    return devices.accepted();
  }

  @Override
  public long refused() {
    return devices.refused();
  }

  @Override
  public Map<String, Histogram> latencies() {
    Map<String, Histogram> all = new LinkedHashMap<>(devices.latencies());
    all.put(SYNC, latency);
    return all;
  }
}
