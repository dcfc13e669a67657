package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.ReceivedItem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ItemTextTest {

  @Test
  void anEventIsOneLineWithItsOwnFields() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("source", "UPLINK_CONVERTER");
    details.put("id", "0b3c1a50-8a2e-11ee-b9d1-0242ac120002");
    details.put("createdTime", 1_700_000_000_000L);
    details.put("serviceId", "[remote:8082]");
    details.put("error", "bad reading");
    details.put("inMsg", "25,40");
    ReceivedItem event =
        new ReceivedItem(
            "key",
            "Sensors",
            ReceivedItem.Kind.EVENT,
            "Sensors",
            "ConverterDebugEvent",
            List.of(),
            Map.of(),
            details,
            "",
            Instant.EPOCH);

    assertThat(ItemText.lines(event))
        .singleElement()
        .asString()
        .endsWith("  Sensors  error=bad reading  inMsg=25,40  (ConverterDebugEvent)");
  }
}
