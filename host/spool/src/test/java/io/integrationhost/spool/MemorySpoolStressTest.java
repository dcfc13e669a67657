package io.integrationhost.spool;

import org.junit.jupiter.api.Test;

class MemorySpoolStressTest {

  @Test
  void keepsOrderAndCountsUnderLoad() throws Exception {
    try (MemorySpool spool = new MemorySpool("yard", 4_000, 200, 1_000)) {
      new SpoolStress(spool, 16, 5_000).run();
    }
  }
}
