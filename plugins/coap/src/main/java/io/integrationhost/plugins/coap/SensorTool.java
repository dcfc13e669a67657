package io.integrationhost.plugins.coap;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.exception.ConnectorException;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/** A device that sends the same payload at an interval and prints the answers. */
final class SensorTool implements Tool.Action {

  static final String HELP =
      "sends a payload with CoAP and prints the answers: --url coap://host[:port]/i/ROUTING-KEY"
          + " [--payload TEXT] [--count 3] [--interval-ms 1000] [--identity NAME --key KEY for DTLS]";

  private static final String USAGE = "usage: sensor: " + HELP;

  @Override
  public int run(ToolContext context) throws Exception {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < context.args().size(); i += 2) {
      String name = context.args().get(i);
      if (!name.startsWith("--") || i + 1 >= context.args().size()) {
        context.err().println("'" + name + "' is no option with a value; " + USAGE);
        return 2;
      }
      options.put(name.substring(2), context.args().get(i + 1));
    }
    String url = options.remove("url");
    String payload = options.getOrDefault("payload", "25,40,94");
    options.remove("payload");
    Integer count = number(options.remove("count"), 3);
    Integer interval = number(options.remove("interval-ms"), 1000);
    String identity = options.remove("identity");
    String key = options.remove("key");
    if (url == null || count == null || interval == null || !options.isEmpty()) {
      String wrong =
          url == null
              ? "--url is missing"
              : options.isEmpty()
                  ? "--count and --interval-ms are whole numbers"
                  : "unknown option --" + options.keySet().iterator().next();
      context.err().println(wrong + "; " + USAGE);
      return 2;
    }
    boolean isSecure = url.startsWith("coaps:");
    if (isSecure && (identity == null || key == null)) {
      context.err().println("coaps needs --identity and --key; " + USAGE);
      return 2;
    }
    CoapEndpoint endpoint = endpoint(isSecure, identity, key);
    try {
      endpoint.start();
      return send(context, new CoapClient(url).setEndpoint(endpoint), payload, count, interval);
    } finally {
      endpoint.destroy();
    }
  }

  private static Integer number(String text, int absent) {
    try {
      return text == null ? Integer.valueOf(absent) : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static CoapEndpoint endpoint(boolean isSecure, String identity, String key) {
    CoapConfig.register();
    UdpConfig.register();
    DtlsConfig.register();
    var config =
        new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
    var builder = new CoapEndpoint.Builder().setConfiguration(config);
    if (!isSecure) {
      return builder.build();
    }
    byte[] secret =
        key.startsWith("hex:") ? Bytes.hex(key.substring("hex:".length())) : Bytes.utf8(key);
    return builder
        .setConnector(
            new DTLSConnector(
                DtlsConnectorConfig.builder(config)
                    .setAddress(new InetSocketAddress(0))
                    .setAdvancedPskStore(new AdvancedSinglePskStore(identity, secret))
                    .build()))
        .build();
  }

  private static int send(
      ToolContext context, CoapClient client, String payload, int count, int interval)
      throws InterruptedException {
    int failed = 0;
    boolean isJson = payload.startsWith("{") || payload.startsWith("[");
    int format = isJson ? MediaTypeRegistry.APPLICATION_JSON : MediaTypeRegistry.TEXT_PLAIN;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        TimeUnit.MILLISECONDS.sleep(interval);
      }
      String answer;
      try {
        CoapResponse response = client.post(payload, format);
        answer = response == null ? "no answer" : text(response);
        failed += response != null && response.isSuccess() ? 0 : 1;
      } catch (ConnectorException | IOException e) {
        answer = "cannot be sent: " + e.getMessage();
        failed++;
      }
      context.out().println(payload + " > " + answer);
    }
    return failed == 0 ? 0 : 1;
  }

  private static String text(CoapResponse response) {
    String payload = response.getResponseText();
    return response.getCode() + (payload.isEmpty() ? "" : " " + payload);
  }
}
