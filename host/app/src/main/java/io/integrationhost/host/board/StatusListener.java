package io.integrationhost.host.board;

/** Hears every change of an integration's state, in order, on the control thread. */
@FunctionalInterface
public interface StatusListener {

  /**
   * The state has changed.
   *
   * @param integration the operator's name for it
   */
  void changed(String integration, Status before, Status now);
}
