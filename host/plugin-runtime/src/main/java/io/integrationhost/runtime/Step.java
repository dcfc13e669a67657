package io.integrationhost.runtime;

/** What the host calls a plugin for. */
public enum Step {
  CREATE,
  START,
  STOP,
  DOWNLINK,
  HEALTH,
  CLOSE,
  OTHER
}
