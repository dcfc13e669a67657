package io.integrationhost.host.downlink;

/**
 * What counts of the attempts to send one downlink.
 *
 * @param unconfirmed it may have gone out, and nobody confirmed it
 * @param refused the transport took it for a device that is away, although the device was heard
 */
record Tries(int unconfirmed, int refused) {

  static final Tries NONE = new Tries(0, 0);

  int counted() {
    return unconfirmed + refused;
  }

  Tries oneUnconfirmed() {
    return new Tries(unconfirmed + 1, refused);
  }

  Tries oneRefused() {
    return new Tries(unconfirmed, refused + 1);
  }
}
