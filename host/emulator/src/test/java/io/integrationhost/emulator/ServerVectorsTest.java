package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.integrationhost.remote.proto.ConnectResponseCode;
import io.integrationhost.remote.proto.ResponseMsg;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulator makes the same bytes as the vendor's server. */
class ServerVectorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"connect-accepted-custom", "connect-accepted-disabled", "connect-accepted-tcp"})
  void accepted(String name) {
    Vector vector = Vector.load(name);
    JsonObject response = vector.json().getAsJsonObject("connectResponseMsg");
    assertSame(vector, Wire.accepted(integration(response.getAsJsonObject("configuration"))));
  }

  @Test
  void integrationUpdate() {
    Vector vector = Vector.load("integration-update");
    EmulatedIntegration changed =
        integration(
            vector.json().getAsJsonObject("integrationUpdateMsg").getAsJsonObject("configuration"));
    assertSame(vector, Wire.push(changed, changed));
  }

  @Test
  void converterUpdate() {
    Vector vector = Vector.load("converter-update");
    JsonObject configuration =
        vector.json().getAsJsonObject("converterUpdateMsg").getAsJsonObject("configuration");
    EmulatedIntegration integration =
        EmulatedIntegration.builder("k", "s").tenantId(uuid(configuration, "tenantId")).build();
    assertSame(vector, Wire.push(converter(configuration), integration));
  }

  @Test
  void downlink() {
    Vector vector = Vector.load("downlink-rpc");
    JsonObject data = vector.json().getAsJsonObject("downlinkMsg").getAsJsonObject("deviceData");
    JsonObject message = data.getAsJsonObject("tbMsgProto");
    Map<String, String> metadata = new LinkedHashMap<>();
    message
        .getAsJsonObject("metaData")
        .getAsJsonObject("data")
        .entrySet()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
    EmulatedDownlink downlink =
        new EmulatedDownlink(
            text(data, "deviceName"),
            text(data, "deviceType"),
            UUID.fromString(text(message, "id")),
            text(message, "type"),
            text(message, "data"),
            metadata,
            uuid(message, "entityId"),
            message.get("ts").getAsLong());
    assertSame(vector, Wire.push(downlink, EmulatedIntegration.builder("k", "s").build()));
  }

  @Test
  void refusals() {
    assertSame(
        Vector.load("connect-refused-unknown-key"),
        Wire.refused(
            ConnectResponseCode.BAD_CREDENTIALS,
            "Failed to find the integration! Routing key: nope"));
    assertSame(
        Vector.load("connect-server-unavailable"),
        Wire.refused(
            ConnectResponseCode.SERVER_UNAVAILABLE, "Failed to process integration connection!"));
  }

  @Test
  void answers() {
    assertSame(Vector.load("uplink-answer-success"), Wire.answer(Answer.SUCCESS));
    assertSame(
        Vector.load("uplink-answer-rate-limited"),
        Wire.answer(Answer.failure(RateLimit.Scope.DEVICE.text())));
  }

  private static void assertSame(Vector vector, ResponseMsg made) {
    assertThat(made.toByteArray()).isEqualTo(vector.bytes());
  }

  private static EmulatedIntegration integration(JsonObject json) {
    EmulatedIntegrationBuilder builder =
        EmulatedIntegration.builder(text(json, "routingKey"), "secret")
            .tenantId(uuid(json, "tenantId"))
            .id(uuid(json, "integrationId"))
            .name(text(json, "name"))
            .type(text(json, "type"))
            .configuration(text(json, "configuration"))
            .additionalInfo(text(json, "additionalInfo"))
            .enabled(json.has("enabled"))
            .uplinkConverter(converter(json.getAsJsonObject("uplinkConverter")));
    if (json.has("debugSettings")) {
      builder.debug(new DebugSettings(false, false, 1_700_000_900_000L));
    }
    if (json.getAsJsonObject("downlinkConverter").has("name")) {
      builder.downlinkConverter(converter(json.getAsJsonObject("downlinkConverter")));
    }
    return builder.build();
  }

  private static EmulatedConverter converter(JsonObject json) {
    EmulatedConverter converter =
        EmulatedConverter.of(text(json, "name"), text(json, "configuration"))
            .withId(uuid(json, "converterId"));
    return json.has("debugSettings")
        ? converter.withDebug(new DebugSettings(true, false, 0))
        : converter;
  }

  private static String text(JsonObject json, String key) {
    return json.get(key).getAsString();
  }

  private static UUID uuid(JsonObject json, String key) {
    return new UUID(json.get(key + "MSB").getAsLong(), json.get(key + "LSB").getAsLong());
  }
}
