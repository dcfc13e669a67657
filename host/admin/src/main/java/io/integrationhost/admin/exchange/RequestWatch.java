package io.integrationhost.admin.exchange;

/** Counts what the host's own port does. Any thread; must be cheap. */
public interface RequestWatch {

  /**
   * A request has its answer.
   *
   * @param route its path in the API's description; empty when there is none
   */
  void answered(String route, int status, long nanos);

  /**
   * A request was turned away for one of these: unauthenticated, forbidden, host, origin, limit.
   */
  void refused(String reason);

  /** Nobody counts. */
  RequestWatch NONE =
      new RequestWatch() {
        @Override
        public void answered(String route, int status, long nanos) {}

        @Override
        public void refused(String reason) {}
      };
}
