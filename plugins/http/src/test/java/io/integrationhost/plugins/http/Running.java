package io.integrationhost.plugins.http;

import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.RecordedUplinks;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.util.Locale;

/** A started transport of a plugin that all tests share, as the host's integrations do. */
final class Running implements AutoCloseable {

  static final HttpPlugin PLUGIN = new HttpPlugin();

  final FakeContext context;
  final Transport transport;
  final RecordedUplinks uplinks;
  private final StartedTransport started;
  private final String type;

  /**
   * Starts it.
   *
   * @param type of the integration
   * @param configuration as ThingsBoard has it
   * @param operators keys of the operator
   */
  Running(String type, String configuration, String operators) {
    this(type, FakeContext.of(configuration), operators);
  }

  Running(String type, FakeContext context, String operators) {
    this.type = type;
    this.context =
        context
            .integrationType(type)
            .routingKey("k-" + type)
            .overlay("port: 0, bindAddress: localhost" + operators);
    this.started = StartedTransport.start(PLUGIN, context);
    this.transport = started.transport();
    this.uplinks = started.uplinks();
  }

  String path() {
    return "/api/v1/integrations/" + type.toLowerCase(Locale.ROOT) + "/k-" + type;
  }

  int port() {
    return Integer.parseInt(transport.facts().get("port"));
  }

  RawClient connect() throws IOException {
    return new RawClient(port());
  }

  /** The answer to one POST of JSON. */
  RawClient.Answer post(String json) throws IOException {
    return post("", json);
  }

  RawClient.Answer post(String more, String json) throws IOException {
    try (RawClient client = connect()) {
      return client.post(path() + more, json).answer();
    }
  }

  /** The answer to a POST with lines in its header, each with its end. */
  RawClient.Answer say(String lines, String body) throws IOException {
    try (RawClient client = connect()) {
      return client
          .say(
              "POST "
                  + path()
                  + " HTTP/1.1\r\nHost: a\r\n"
                  + lines
                  + "Content-Length: "
                  + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                  + "\r\n\r\n")
          .say(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .answer();
    }
  }

  @Override
  public void close() {
    started.close();
  }
}
