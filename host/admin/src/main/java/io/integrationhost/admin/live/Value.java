package io.integrationhost.admin.live;

/** The values of an integration, by the names of the API. */
enum Value {
  UPLINKS_PUBLISHED("uplinksPublished"),
  UPLINKS_STORED("uplinksStored"),
  UPLINKS_NO_CONTENT("uplinksNoContent"),
  UPLINKS_DISABLED("uplinksDisabled"),
  UPLINKS_CONVERTER_FAILED("uplinksConverterFailed"),
  UPLINKS_INVALID("uplinksInvalid"),
  UPLINKS_OVERLOADED("uplinksOverloaded"),
  UPLINKS_UNAVAILABLE("uplinksUnavailable"),
  UPLINKS_UNDER_WAY("uplinksUnderWay", Kind.GAUGE),
  ITEMS_STORED("itemsStored"),
  ITEMS_DELIVERED("itemsDelivered"),
  ITEMS_RESENT("itemsResent"),
  MESSAGES_REFUSED("messagesRefused"),
  ITEMS_REFUSED("itemsRefused"),
  SPOOL_ITEMS("spoolItems", Kind.GAUGE),
  SPOOL_BYTES("spoolBytes", Kind.GAUGE),
  SPOOL_DISK_BYTES("spoolDiskBytes", Kind.GAUGE),
  SPOOL_OLDEST_ITEM_AGE_SECONDS("spoolOldestItemAgeSeconds", Kind.GAUGE),
  SPOOL_WAITING_APPENDS("spoolWaitingAppends", Kind.GAUGE),
  SPOOL_LOST_ITEMS("spoolLostItems"),
  LINK_CONNECTED("linkConnected", Kind.GAUGE),
  LINK_IN_FLIGHT_MESSAGES("linkInFlightMessages", Kind.GAUGE),
  LINK_MESSAGES_SENT("linkMessagesSent"),
  LINK_SENT_BYTES("linkSentBytes"),
  LINK_ANSWERS("linkAnswers"),
  RECEIPT_P50_SECONDS("receiptP50Seconds", Kind.QUANTILE),
  RECEIPT_P99_SECONDS("receiptP99Seconds", Kind.QUANTILE),
  ANSWER_P50_SECONDS("answerP50Seconds", Kind.QUANTILE),
  ANSWER_P99_SECONDS("answerP99Seconds", Kind.QUANTILE),
  DELIVERY_DELAY_P50_SECONDS("deliveryDelayP50Seconds", Kind.QUANTILE),
  DELIVERY_DELAY_P99_SECONDS("deliveryDelayP99Seconds", Kind.QUANTILE),
  CONVERSIONS("conversions"),
  CONVERSIONS_FAILED("conversionsFailed"),
  CONVERTER_WAITING("converterWaiting", Kind.GAUGE),
  CONNECTIONS("connections", Kind.GAUGE),
  CONNECTIONS_OPENED("connectionsOpened"),
  CONNECTIONS_REFUSED("connectionsRefused"),
  CONNECTIONS_PAUSED("connectionsPaused", Kind.GAUGE),
  RECEIVED_BYTES("receivedBytes"),
  SENT_BYTES("sentBytes"),
  FRAME_ERRORS("frameErrors"),
  DOWNLINKS_RECEIVED("downlinksReceived"),
  DOWNLINKS_SENT("downlinksSent"),
  DOWNLINKS_FAILED("downlinksFailed"),
  DOWNLINKS_EXPIRED("downlinksExpired"),
  DOWNLINKS_WAITING("downlinksWaiting", Kind.GAUGE),
  DEAD_LETTER_READINGS("deadLetterReadings", Kind.GAUGE),
  DEAD_LETTER_PAYLOADS("deadLetterPayloads", Kind.GAUGE),
  DEAD_LETTERS_ADDED("deadLettersAdded");

  /** How a value goes from one step to the next. */
  enum Kind {
    /** Only grows. */
    COUNTER,
    GAUGE,
    /** Of what came in one step; unknown when nothing did. */
    QUANTILE
  }

  private final String word;
  private final Kind kind;

  Value(String word) {
    this(word, Kind.COUNTER);
  }

  Value(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  /** Its place among the numbers in memory, where they are many and nobody else sees them. */
  @SuppressWarnings("EnumOrdinal")
  int place() {
    return ordinal();
  }

  String word() {
    return word;
  }

  Kind kind() {
    return kind;
  }
}
