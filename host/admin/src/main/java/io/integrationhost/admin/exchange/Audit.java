package io.integrationhost.admin.exchange;

/** Writes down who did what. Any thread; must not block. */
@FunctionalInterface
public interface Audit {

  /**
   * An action was asked for and has its answer.
   *
   * @param what method and path
   * @param status of the answer
   */
  void done(RequestHead head, Caller caller, String what, int status);
}
