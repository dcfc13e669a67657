package io.integrationhost.host.board;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an integration is in its life.
 *
 * <pre>
 * STOPPED -> CONNECTING -> STARTING -> RUNNING <-> DEGRADED -> STOPPING -> STOPPED
 *                |  \          |          |
 *                |   REFUSED   FAILED   DISABLED
 * </pre>
 *
 * {@code REFUSED} and {@code FAILED} are left by themselves (backoff) or by a new configuration;
 * {@code DISABLED} when the tenant enables the integration again.
 */
public enum Phase {
  /** Not running; the first and the last state. */
  STOPPED,
  /** Waiting for ThingsBoard to accept the integration for the first time. */
  CONNECTING,
  /** ThingsBoard refused key or secret; tried again at long intervals. */
  REFUSED,
  /** The configuration is here; transports are being started. */
  STARTING,
  /** Everything works. */
  RUNNING,
  /** Devices are served, but something is wrong; the reason says what. */
  DEGRADED,
  /** No device is served; the reason says why. */
  FAILED,
  /** The tenant disabled the integration: devices are answered, their uplinks are refused. */
  DISABLED,
  /** Finishing what is under way. */
  STOPPING;

  private static final Set<Phase> AFTER_START =
      EnumSet.of(RUNNING, DEGRADED, FAILED, DISABLED, REFUSED, STARTING, STOPPING);

  /** Whether an integration may go from this state to the other. */
  public boolean leadsTo(Phase next) {
    return switch (this) {
      case STOPPED -> next == CONNECTING;
      case CONNECTING -> next == REFUSED || next == STARTING || next == STOPPING;
      case REFUSED -> next == CONNECTING || AFTER_START.contains(next);
      case STARTING, RUNNING, DEGRADED, FAILED, DISABLED -> AFTER_START.contains(next);
      case STOPPING -> next == STOPPED;
    };
  }
}
