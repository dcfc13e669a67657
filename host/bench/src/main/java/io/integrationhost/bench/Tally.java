package io.integrationhost.bench;

/**
 * What became of a load's readings.
 *
 * @param accepted acknowledged to who sent them
 * @param delivered answered by the server
 * @param received counted by the server
 * @param refused not acknowledged
 */
record Tally(long accepted, long delivered, long received, long refused) {

  void requireComplete(String variant) {
    if (accepted != delivered || delivered != received || refused != 0 || accepted == 0) {
      throw new BenchException(
          ("%s: %d readings were accepted, %d delivered, %d received, %d refused; these figures"
                  + " must be equal and none refused, so this run measures nothing")
              .formatted(variant, accepted, delivered, received, refused));
    }
  }
}
