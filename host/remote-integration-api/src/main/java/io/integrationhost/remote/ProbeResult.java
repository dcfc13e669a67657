package io.integrationhost.remote;

/** What one attempt to connect found out. */
public sealed interface ProbeResult {

  /** ThingsBoard accepted the integration. */
  record Reached(IntegrationConfiguration configuration) implements ProbeResult {}

  /** The attempt failed. */
  record Failed(LinkFailure failure) implements ProbeResult {}
}
