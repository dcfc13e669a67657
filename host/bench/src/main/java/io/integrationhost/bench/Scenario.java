package io.integrationhost.bench;

/** What can be measured. */
public enum Scenario {
  /** A bare gRPC stream of batches built beforehand. */
  LINK_CEILING("link-ceiling"),
  /** Uplinks through the official client's way of storing and sending. */
  OFFICIAL_STYLE("official-style"),
  /** Uplinks from publish through the spool to ThingsBoard's answer. */
  CORE("core"),
  /** TCP devices through plugin, converter, spool and link; beside it the official style. */
  TCP("tcp"),
  /**
   * HTTP clients through plugin, converter, spool and link; beside it a server that does nothing.
   */
  HTTP("http"),
  /**
   * A broker that publishes through plugin, converter, spool and link; beside it a client that only
   * acknowledges.
   */
  MQTT("mqtt"),
  /** One TCP device that sends 100 readings per second. */
  LATENCY("latency"),
  /** One process with many integrations beside many processes with one; runs alone. */
  DENSITY("density"),
  /** TCP devices of one integration beside another one whose converter attacks the host. */
  ATTACKS("attacks"),
  /** Datagrams through the UDP plugin beside a bare receiver and TCP devices; runs alone. */
  UDP("udp");

  private final String title;

  Scenario(String title) {
    this.title = title;
  }

  /** As the command line names it. */
  public String title() {
    return title;
  }
}
