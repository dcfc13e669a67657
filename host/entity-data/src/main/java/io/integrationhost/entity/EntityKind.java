package io.integrationhost.entity;

/** The kinds of entity that an uplink can be about (facts 1.2). */
public enum EntityKind {
  DEVICE,
  ASSET
}
