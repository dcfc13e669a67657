package io.integrationhost.remote;

/** Why a session that ThingsBoard had accepted is over. */
public enum LinkEnd {
  /** We left, to stop or to connect in another way. */
  LEFT,
  /** We left to come again at once, since ThingsBoard may push nothing to this session. */
  REFRESH,
  NO_ANSWER,
  STREAM_ENDED,
  STREAM_FAILED,
  TOO_MANY_PINGS,
  MESSAGE_TOO_LARGE,
  PROTOCOL_ERROR,
  OTHER;

  static LinkEnd of(LinkFailure.Kind failure) {
    return switch (failure) {
      case NO_ANSWER -> NO_ANSWER;
      case STREAM_ENDED -> STREAM_ENDED;
      case STREAM_FAILED -> STREAM_FAILED;
      case TOO_MANY_PINGS -> TOO_MANY_PINGS;
      case MESSAGE_TOO_LARGE -> MESSAGE_TOO_LARGE;
      case PROTOCOL_ERROR -> PROTOCOL_ERROR;
      case NAME_NOT_FOUND,
          CONNECTION_REFUSED,
          UNREACHABLE,
          TLS,
          KEY_REJECTED,
          SERVER_UNAVAILABLE,
          NOT_THINGSBOARD ->
          OTHER;
    };
  }
}
