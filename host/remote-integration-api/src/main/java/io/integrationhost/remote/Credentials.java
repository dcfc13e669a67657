package io.integrationhost.remote;

/** What ThingsBoard shows beside a remote integration. */
public record Credentials(String routingKey, String secret) {
  public Credentials {
    if (routingKey.isBlank()) {
      throw new IllegalArgumentException("the routing key of the integration is empty");
    }
    if (secret.isBlank()) {
      throw new IllegalArgumentException("the secret of the integration is empty");
    }
  }

  @Override
  public String toString() {
    return "Credentials[routingKey=" + routingKey + ", secret=***]";
  }
}
