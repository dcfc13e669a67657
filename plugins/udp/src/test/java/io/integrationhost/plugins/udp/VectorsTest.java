package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Uplink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What ThingsBoard's own integration hands to the converter, byte for byte. */
class VectorsTest {

  @TestFactory
  Stream<DynamicTest> handsOverWhatTheOfficialIntegrationDoes() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("/vectors/udp/datagrams.json")) {
      String json = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      List<? extends Config> all =
          ConfigFactory.parseString("{\"all\":" + json + "}").getConfigList("all");
      assertThat(all).hasSizeGreaterThan(30);
      return all.stream()
          .map(vector -> DynamicTest.dynamicTest(vector.getString("name"), () -> check(vector)));
    }
  }

  private static void check(Config vector) {
    String handler =
        vector.getConfig("handlerConfiguration").root().render(ConfigRenderOptions.concise());
    try (VirtualPort port = VirtualPort.official(handler)) {
      port.device(1).say(Bytes.hex(vector.getString("datagram")));
      List<Uplink.Payload> payloads = port.context.uplinks().payloads();
      if (vector.getIsNull("payload")) {
        assertThat(payloads).isEmpty();
        return;
      }
      List<String> either = new ArrayList<>(List.of(vector.getString("payload")));
      if (vector.hasPath("payloadAlso")) {
        either.add(vector.getString("payloadAlso"));
      }
      assertThat(payloads).hasSize(1);
      assertThat(Bytes.hex(payloads.get(0).bytes()).toUpperCase(Locale.ROOT)).isIn(either);
      assertThat(payloads.get(0).contentType()).hasToString(vector.getString("contentType"));
      assertThat(payloads.get(0).metadata()).isEmpty();
    }
  }
}
