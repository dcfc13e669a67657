package io.integrationhost.admin.exchange;

import java.util.Locale;

/** The closed list of what can be wrong with a request. */
public enum ProblemType {
  BAD_REQUEST(400, "The request cannot be understood"),
  UNAUTHENTICATED(401, "A token is needed"),
  FORBIDDEN(403, "Not allowed"),
  HOST_NOT_ALLOWED(403, "Not known by this name"),
  UNKNOWN_INTEGRATION(404, "There is no such integration"),
  NOT_FOUND(404, "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "Not possible with this"),
  NOT_NOW(409, "It does not fit the present state"),
  CONFLICT(409, "Somebody else has changed it"),
  TOO_LARGE(413, "The request is too large"),
  TOO_MANY(429, "Too many at once"),
  INTERNAL(500, "The host failed"),
  UNAVAILABLE(503, "The host is stopping");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String urn() {
    return "urn:integrationhost:problem:" + word();
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
