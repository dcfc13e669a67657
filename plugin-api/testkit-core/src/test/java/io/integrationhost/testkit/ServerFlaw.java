package io.integrationhost.testkit;

/** What can be wrong with a {@link FlawedServer}. */
enum ServerFlaw {
  NONE("itDoesNotMatterHowBytesAreCut"),
  TAKES_EACH_READ_FOR_A_MESSAGE("itDoesNotMatterHowBytesAreCut"),
  LOSES_A_MESSAGE_OF_SEVERAL("tenMessagesAtOnceAreTenInTheirOrder"),
  ANSWERS_OUT_OF_ORDER("readsNoFurtherThanTheHostKeepsUp"),
  WANTS_NO_MORE_AFTER_A_REFUSAL("servesAgainAfterTheHostRefused"),
  SENDS_DOWNLINKS_NOWHERE("downlinksGoToWhoIsConnected"),
  WAITS_FOR_EVER("endsAMessageThatDoesNotEnd"),
  HAS_ITS_OWN_LIMIT("countsTheConnectionsOfAnAddress");

  private final String caughtBy;

  ServerFlaw(String caughtBy) {
    this.caughtBy = caughtBy;
  }

  String caughtBy() {
    return caughtBy;
  }
}
