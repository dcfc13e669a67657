package io.integrationhost.plugin;

/** On which hosts of a cluster a transport is started. On a single host both are the same. */
public enum Placement {
  /** On each: devices come to it, through a load balancer as a rule. */
  EVERY_HOST,
  /** On one at a time: it goes to its devices or to a broker, and must not do so twice. */
  ONE_HOST
}
