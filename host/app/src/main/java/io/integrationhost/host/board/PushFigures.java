package io.integrationhost.host.board;

import java.util.Map;

/**
 * What became of the configurations that ThingsBoard sent.
 *
 * @param counts how often, by what brought them and what came of it
 */
public record PushFigures(Map<Source, Map<Outcome, Long>> counts) {

  /** What brings a configuration. */
  public enum Source {
    /** A session that was accepted. */
    CONNECT,
    INTEGRATION,
    CONVERTER
  }

  /** What comes of it. */
  public enum Outcome {
    APPLIED,
    /** It was the one in use. */
    UNCHANGED,
    REFUSED
  }
}
