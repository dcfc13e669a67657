package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.remote.proto.DeviceDownlinkDataProto;
import io.integrationhost.remote.proto.DownlinkMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import io.integrationhost.remote.proto.TbMsgProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recorded message from ThingsBoard is read as its JSON says. */
final class InboundVectorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"connect-accepted-custom", "connect-accepted-disabled", "connect-accepted-tcp"})
  void accepted(String vector) {
    assertThat(read(vector))
        .isEqualTo(
            new Inbound.Welcome(
                integration(json(vector, "connectResponseMsg").getAsJsonObject("configuration"))));
  }

  @Test
  void theVectorsCoverAbsentAndPresentDownlinkConverters() {
    assertThat(((Inbound.Welcome) read("connect-accepted-custom")).configuration())
        .returns(Optional.empty(), IntegrationConfiguration::downlinkConverter)
        .returns(true, IntegrationConfiguration::enabled);
    assertThat(((Inbound.Welcome) read("connect-accepted-disabled")).configuration().enabled())
        .isFalse();
    assertThat(((Inbound.Welcome) read("connect-accepted-tcp")).configuration().downlinkConverter())
        .get()
        .returns("Sensor downlink", ConverterConfiguration::name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect-refused-unknown-key", "connect-server-unavailable"})
  void refused(String vector) {
    JsonObject expected = json(vector, "connectResponseMsg");

    assertThat(read(vector))
        .isEqualTo(
            new Inbound.Refusal(
                text(expected, "responseCode").equals("BAD_CREDENTIALS"),
                text(expected, "errorMsg")));
  }

  @Test
  void answers() {
    assertThat(read("uplink-answer-success"))
        .isEqualTo(new Inbound.Answer(new UplinkAnswer.Accepted()));
    assertThat(read("uplink-answer-rate-limited"))
        .isEqualTo(
            new Inbound.Answer(
                new UplinkAnswer.Refused(
                    text(json("uplink-answer-rate-limited", "uplinkResponseMsg"), "errorMsg"))));
  }

  @Test
  void integrationUpdate() {
    assertThat(read("integration-update"))
        .isEqualTo(
            new Inbound.IntegrationUpdate(
                integration(
                    json("integration-update", "integrationUpdateMsg")
                        .getAsJsonObject("configuration"))));
  }

  @Test
  void converterUpdate() {
    assertThat(read("converter-update"))
        .isEqualTo(
            new Inbound.ConverterUpdate(
                converter(
                    json("converter-update", "converterUpdateMsg")
                        .getAsJsonObject("configuration"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"downlink-rpc", "downlink-attributes"})
  void downlink(String vector) {
    JsonObject data = json(vector, "downlinkMsg").getAsJsonObject("deviceData");
    JsonObject message = data.getAsJsonObject("tbMsgProto");
    Map<String, String> metadata = new LinkedHashMap<>();
    message
        .getAsJsonObject("metaData")
        .getAsJsonObject("data")
        .entrySet()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));

    assertThat(read(vector))
        .isEqualTo(
            new Inbound.Downlink(
                new DownlinkMessage(
                    text(data, "deviceName"),
                    text(data, "deviceType"),
                    new RuleMessage(
                        UUID.fromString(text(message, "id")),
                        text(message, "type"),
                        text(message, "entityType"),
                        uuid(message, "entityId"),
                        Optional.empty(),
                        metadata,
                        RuleMessage.DataType.JSON,
                        text(message, "data"),
                        number(message, "ts")))));
  }

  @Test
  void unreadableMessagesAreToldApart() {
    assertThatThrownBy(() -> InboundReader.read(ResponseMsg.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown kind");
    assertThatThrownBy(() -> InboundReader.read(Messages.downlinkWithId("no uuid")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InboundReader.read(downlink(message().setDataType(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data type 3");
  }

  @Test
  void secretsStayOutOfTexts() {
    Inbound.Welcome welcome = (Inbound.Welcome) read("connect-accepted-tcp");

    assertThat(welcome.toString())
        .contains("Sensors", "TCP", "Sensor downlink")
        .doesNotContain("clientConfiguration", "decoder");
    assertThat(new Credentials("the-key", "the-secret"))
        .hasToString("Credentials[routingKey=the-key, secret=***]");
  }

  private static TbMsgProto.Builder message() {
    return TbMsgProto.newBuilder().setId("0b3c1a50-8a2e-11ee-b9d1-0242ac120002");
  }

  private static ResponseMsg downlink(TbMsgProto.Builder message) {
    return ResponseMsg.newBuilder()
        .setDownlinkMsg(
            DownlinkMsg.newBuilder()
                .setDeviceData(DeviceDownlinkDataProto.newBuilder().setTbMsgProto(message)))
        .build();
  }

  private static Inbound read(String vector) {
    return InboundReader.read(Messages.vector(vector));
  }

  private static JsonObject json(String vector, String member) {
    return WireVector.load(vector).json().getAsJsonObject(member);
  }

  private static IntegrationConfiguration integration(JsonObject json) {
    JsonObject downlink = json.getAsJsonObject("downlinkConverter");
    return new IntegrationConfiguration(
        uuid(json, "tenantId"),
        uuid(json, "integrationId"),
        text(json, "name"),
        text(json, "routingKey"),
        text(json, "type"),
        text(json, "configuration"),
        text(json, "additionalInfo"),
        json.has("enabled") && json.get("enabled").getAsBoolean(),
        optional(json, "debugSettings"),
        converter(json.getAsJsonObject("uplinkConverter")),
        downlink.has("configuration") ? Optional.of(converter(downlink)) : Optional.empty());
  }

  private static ConverterConfiguration converter(JsonObject json) {
    return new ConverterConfiguration(
        uuid(json, "tenantId"),
        uuid(json, "converterId"),
        text(json, "name"),
        text(json, "configuration"),
        text(json, "additionalInfo"),
        optional(json, "debugSettings"),
        optional(json, "integrationType"),
        (int) number(json, "converterVersion"));
  }

  private static UUID uuid(JsonObject json, String prefix) {
    return new UUID(number(json, prefix + "MSB"), number(json, prefix + "LSB"));
  }

  private static long number(JsonObject json, String name) {
    JsonElement element = json.get(name);
    return element == null ? 0 : element.getAsLong();
  }

  private static String text(JsonObject json, String name) {
    return optional(json, name).orElse("");
  }

  private static Optional<String> optional(JsonObject json, String name) {
    return Optional.ofNullable(json.get(name)).map(JsonElement::getAsString);
  }
}
