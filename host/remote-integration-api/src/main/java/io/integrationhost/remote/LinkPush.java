package io.integrationhost.remote;

/** What ThingsBoard pushes to an integration while it is connected. */
public enum LinkPush {
  DOWNLINK,
  INTEGRATION,
  CONVERTER
}
