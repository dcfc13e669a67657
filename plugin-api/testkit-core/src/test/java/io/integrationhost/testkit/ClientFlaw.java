package io.integrationhost.testkit;

/** What can be wrong with a {@link FlawedClient}. */
enum ClientFlaw {
  NONE("leavesNothingBehind"),
  DIALS_IN_CREATE("createDialsNobody"),
  STARTS_ONLY_WITH_ITS_PEER("aPeerThatIsAwayFailsNoStart"),
  IS_ALWAYS_WELL("aPeerThatIsAwayFailsNoStart"),
  HAMMERS("triesAgainInMeasure"),
  DIALS_ONCE("comesBackAfterThePeerLeft"),
  DIES_OF_NONSENSE("survivesAPeerThatTalksNonsense"),
  GIVES_UP_AFTER_A_REFUSAL("goesOnAfterTheHostRefused"),
  WAITS_FOR_EVER_WITH_A_DOWNLINK("aDownlinkEndsThoughThePeerIsSilent"),
  DIALS_AFTER_ITS_STOP("stopsWhileItDials"),
  KEEPS_ITS_CONNECTION("leavesNothingBehind");

  private final String caughtBy;

  ClientFlaw(String caughtBy) {
    this.caughtBy = caughtBy;
  }

  String caughtBy() {
    return caughtBy;
  }
}
