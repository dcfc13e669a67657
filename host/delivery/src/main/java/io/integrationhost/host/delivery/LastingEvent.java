package io.integrationhost.host.delivery;

/**
 * An event that is sent until ThingsBoard takes it.
 *
 * @param refusals how often ThingsBoard refused a message with it
 */
record LastingEvent(EventKind kind, byte[] bytes, int refusals) {

  LastingEvent refused() {
    return new LastingEvent(kind, bytes, refusals + 1);
  }
}
