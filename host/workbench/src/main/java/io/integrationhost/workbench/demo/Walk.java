package io.integrationhost.workbench.demo;

import com.google.gson.JsonObject;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.workbench.sensor.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a demo over one protocol needs: the integration as ThingsBoard has it, and what the host is
 * told beside.
 */
record Walk(EmulatedIntegration integration, String hostSettings) {

  private static final String GUIDE_CLASS =
      "org.thingsboard.integration.custom.basic.CustomIntegration";

  static Walk of(Protocol protocol, int port, Duration interval, String key, String secret) {
    return switch (protocol) {
      case TCP -> {
        JsonObject own = new JsonObject();
        own.addProperty("port", port);
        own.addProperty("msgGenerationIntervalMs", interval.toMillis());
        JsonObject configuration = new JsonObject();
        configuration.addProperty("clazz", GUIDE_CLASS);
        configuration.addProperty("configuration", own.toString());
        yield of("CUSTOM", configuration, "decoder.js", "", key, secret);
      }
      case UDP -> {
        JsonObject handler = new JsonObject();
        handler.addProperty("handlerType", "JSON");
        JsonObject client = new JsonObject();
        client.addProperty("port", port);
        client.add("handlerConfiguration", handler);
        JsonObject configuration = new JsonObject();
        configuration.add("clientConfiguration", client);
        yield of("UDP", configuration, "json-decoder.js", "", key, secret);
      }
      case HTTP -> {
        JsonObject configuration = new JsonObject();
        configuration.addProperty("baseUrl", "http://127.0.0.1:" + port);
        configuration.addProperty("enableSecurity", false);
        configuration.add("headersFilter", new JsonObject());
        configuration.addProperty("replaceNoContentToOk", false);
        String listener = "plugins.http { bindAddress = \"127.0.0.1\", port = " + port + " }";
        yield of("HTTP", configuration, "json-decoder.js", listener, key, secret);
      }
    };
  }

  private static Walk of(
      String type,
      JsonObject configuration,
      String decoder,
      String hostSettings,
      String key,
      String secret) {
    configuration.add("metadata", new JsonObject());
    JsonObject converter = new JsonObject();
    converter.addProperty("scriptLang", "JS");
    converter.addProperty("decoder", script(decoder));
    return new Walk(
        EmulatedIntegration.builder(key, secret)
            .name("Demo")
            .type(type)
            .configuration(configuration.toString())
            .uplinkConverter(EmulatedConverter.of("Demo uplink converter", converter.toString()))
            .build(),
        hostSettings);
  }

  private static String script(String name) {
    try (InputStream script = Demo.class.getResourceAsStream(name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
