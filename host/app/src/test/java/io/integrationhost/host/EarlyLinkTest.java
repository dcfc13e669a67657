package io.integrationhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to ThingsBoard takes its time, so it is not begun after all else. */
final class EarlyLinkTest {

  /** Less than a plugin may take. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(4);

  @TempDir private Path directory;

  private HostRig rig;
  private volatile boolean connectedWhileLoading;

  @BeforeEach
  void makeRig() throws Exception {
    rig = new HostRig(directory, item -> {});
    Runnable loading = this::load;
    System.getProperties().put(RigPlugin.LOADING, loading);
  }

  @AfterEach
  void close() {
    System.getProperties().remove(RigPlugin.LOADING);
    rig.close();
  }

  private void load() {
    long end = System.nanoTime() + PATIENCE;
    while (!connectedWhileLoading && System.nanoTime() < end) {
      connectedWhileLoading =
          rig.emulator().integrations().stream().anyMatch(each -> each.sessions().connected() > 0);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void aConfigurationThatComesBeforeThePluginsAreThereWaitsForThem() throws Exception {
    rig.start(List.of(), rig.integration("early", "", "return {};"));
    assertThat(connectedWhileLoading).isTrue();
    assertThat(rig.starts()).isOne();
  }
}
