package io.integrationhost.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BareDiskTest {

  @TempDir private Path directory;

  @Test
  void measuresTheDiskBesideTheDevices() {
    BareDisk beside = new BareDisk(new Silent(), directory);
    beside.record(true);
    await().until(() -> beside.latencies().get(BareDisk.SYNC).getTotalCount() > 2);
    beside.finish();
    assertThat(beside.latencies()).containsOnlyKeys(Latencies.TO_OK, BareDisk.SYNC);
    assertThat(beside.latencies().get(BareDisk.SYNC).getMaxValue()).isPositive();
    assertThat(directory.resolve("bare-disk")).isNotEmptyFile();
  }

  private static final class Silent implements Devices {
    @Override
    public void record(boolean on) {}

    @Override
    public void finish() {}

    @Override
    public long accepted() {
      return 0;
    }

    @Override
    public long refused() {
      return 0;
    }

    @Override
    public Map<String, Histogram> latencies() {
      return Map.of(Latencies.TO_OK, Latencies.empty());
    }
  }
}
