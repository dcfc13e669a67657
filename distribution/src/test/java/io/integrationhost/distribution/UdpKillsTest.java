package io.integrationhost.distribution;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills under datagrams: devices hear by our {@code replies} what is stored. Only with {@code
 * -Dkills=...}.
 */
@EnabledIfSystemProperty(named = "kills", matches = ".+")
final class UdpKillsTest {

  @TempDir private Path directory;

  @Test
  void losesNothingThatWasAnswered() throws IOException, InterruptedException {
    new AnsweredKills(
            "UDP",
            """
            {"clientConfiguration": {"port": %d, "handlerConfiguration": {"handlerType": "TEXT"}},\
             "metadata": {}}
            """
                ::formatted,
            port -> "integrations.sensors.transports.udp.replies.onStored = \"OK\"",
            port -> () -> new DatagramLine(port))
        .run(directory);
  }
}
