package io.integrationhost.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.bench.CountingServer.ArrivalListener;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.remote.Credentials;
import io.integrationhost.remote.ServerAddress;
import io.integrationhost.workbench.demo.Demo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** ThingsBoard's stand-in for one load: a counting server with integrations of the guide. */
final class Target implements AutoCloseable {

  static final String SECRET = "bench-secret";

  private final CountingServer server;
  private final int integrations;

  private Target(CountingServer server, int integrations) {
    this.server = server;
    this.integrations = integrations;
  }

  /** A server that knows so many integrations. */
  static Target start(BenchSettings bench, int integrations) {
    return new Target(
        CountingServer.start(
            IntStream.range(0, integrations).mapToObj(number -> integration(number, 0)).toList(),
            bench.decodingServer(),
            items -> {}),
        integrations);
  }

  /** A server with one integration whose TCP devices connect to the port. */
  static Target start(BenchSettings bench, int devicePort, ArrivalListener listener) {
    return new Target(
        CountingServer.start(List.of(integration(0, devicePort)), bench.decodingServer(), listener),
        1);
  }

  /**
   * A server with two integrations: that of the guide, and a neighbour with a converter of its own.
   */
  static Target start(BenchSettings bench, int devicePort, int neighbourPort, Attack attack) {
    return new Target(
        CountingServer.start(
            List.of(integration(0, devicePort), integration(1, neighbourPort, converter(attack))),
            bench.decodingServer(),
            items -> {}),
        2);
  }

  /** A server with one integration of ThingsBoard's UDP form, with the guide's converter. */
  static Target startDatagrams(BenchSettings bench, int devicePort, int bufferKilobytes) {
    JsonObject handler = new JsonObject();
    handler.addProperty("handlerType", "BINARY");
    JsonObject client = new JsonObject();
    client.addProperty("port", devicePort);
    client.addProperty("soRcvBuf", bufferKilobytes);
    client.add("handlerConfiguration", handler);
    JsonObject configuration = new JsonObject();
    configuration.add("clientConfiguration", client);
    return start(bench, "UDP", configuration);
  }

  /** A server with one integration of type HTTP, which listens at the port. */
  static Target startHttp(BenchSettings bench, int port) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("port", port);
    configuration.addProperty("bindAddress", "127.0.0.1");
    return start(bench, "HTTP", configuration);
  }

  /** A server with one integration of type MQTT, whose broker listens at the port. */
  static Target startMqtt(BenchSettings bench, int port) {
    JsonObject client = new JsonObject();
    client.addProperty("host", "127.0.0.1");
    client.addProperty("port", port);
    JsonObject filter = new JsonObject();
    filter.addProperty("filter", MqttBroker.FILTER);
    filter.addProperty("qos", 1);
    JsonArray filters = new JsonArray();
    filters.add(filter);
    JsonObject configuration = new JsonObject();
    configuration.add("clientConfiguration", client);
    configuration.add("topicFilters", filters);
    return start(bench, "MQTT", configuration);
  }

  private static Target start(BenchSettings bench, String type, JsonObject configuration) {
    configuration.add("metadata", new JsonObject());
    EmulatedIntegration integration =
        EmulatedIntegration.builder(key(0), SECRET)
            .type(type)
            .configuration(configuration.toString())
            .uplinkConverter(EmulatedConverter.of("Bench uplink converter", converter()))
            .build();
    return new Target(
        CountingServer.start(List.of(integration), bench.decodingServer(), items -> {}), 1);
  }

  static String key(int number) {
    return "bench-" + number;
  }

  static Credentials credentials(int number) {
    return new Credentials(key(number), SECRET);
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", server.port(), Optional.empty());
  }

  CountingServer server() {
    return server;
  }

  /** How many integrations it knows. */
  int integrations() {
    return integrations;
  }

  /** The guide's converter as ThingsBoard stores it. */
  static String converter() {
    return converter(Attack.HARMLESS);
  }

  private static String converter(Attack attack) {
    JsonObject converter = new JsonObject();
    converter.addProperty("scriptLang", attack.language());
    converter.addProperty(
        attack.language().equals("TBEL") ? "tbelDecoder" : "decoder",
        attack.script().isEmpty() ? decoder() : attack.script());
    return converter.toString();
  }

  static String transport(int devicePort) {
    JsonObject transport = new JsonObject();
    transport.addProperty("port", devicePort);
    return transport.toString();
  }

  private static EmulatedIntegration integration(int number, int devicePort) {
    return integration(number, devicePort, converter());
  }

  private static EmulatedIntegration integration(int number, int devicePort, String converter) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty(
        "clazz", "org.thingsboard.integration.custom.basic.CustomIntegration");
    configuration.addProperty("configuration", transport(devicePort));
    configuration.add("metadata", new JsonObject());
    return EmulatedIntegration.builder(key(number), SECRET)
        .configuration(configuration.toString())
        .uplinkConverter(EmulatedConverter.of("Bench uplink converter", converter))
        .build();
  }

  private static String decoder() {
    try (InputStream script = Demo.class.getResourceAsStream("decoder.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
