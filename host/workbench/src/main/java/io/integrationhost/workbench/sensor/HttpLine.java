package io.integrationhost.workbench.sensor;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts to the path of ThingsBoard's own HTTP integration. */
final class HttpLine implements Line {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final String PATH = "/api/v1/integrations/http/";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI uri;
  private final String name;

  HttpLine(SensorSettings settings, String name) throws IOException {
    this.name = name;
    try {
      uri =
          new URI(
              "http", null, settings.host(), settings.port(), PATH + settings.key(), null, null);
    } catch (URISyntaxException e) {
      throw new IOException("'" + settings.host() + "' is no host of an address", e);
    }
  }

  @Override
  public Told tell(Reading reading) throws IOException {
    String said = reading.json(name);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(said))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      String answer = (response.statusCode() + " " + response.body()).strip();
      boolean taken = response.statusCode() >= 200 && response.statusCode() < 300;
      return new Told(said, answer, taken ? SensorReport.Kind.OK : SensorReport.Kind.OTHER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    }
  }

  @Override
  public void close() {
    // The client's connections end with it.
  }
}
