package io.integrationhost.remote;

/** A message from ThingsBoard (facts 1.3). */
sealed interface Inbound {

  /** The connect request was accepted. */
  record Welcome(IntegrationConfiguration configuration) implements Inbound {}

  /** The connect request was refused. */
  record Refusal(boolean credentials, String error) implements Inbound {}

  /** The answer to the oldest uplink that has none. */
  record Answer(UplinkAnswer answer) implements Inbound {}

  /** Something that nobody asked for and nobody answers (facts 2.7). */
  sealed interface Push extends Inbound {}

  record IntegrationUpdate(IntegrationConfiguration configuration) implements Push {}

  record ConverterUpdate(ConverterConfiguration converter) implements Push {}

  record Downlink(DownlinkMessage downlink) implements Push {}
}
