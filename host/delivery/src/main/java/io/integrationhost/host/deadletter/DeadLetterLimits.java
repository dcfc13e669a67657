package io.integrationhost.host.deadletter;

/**
 * What is kept at most.
 *
 * @param maxLetters per integration
 * @param maxBytes of files, per integration
 * @param maxWaiting letters that wait to be written, of all integrations
 * @param maxWaitingBytes of the letters that wait, as far as they are items and payloads
 */
public record DeadLetterLimits(
    int maxLetters, long maxBytes, int maxWaiting, long maxWaitingBytes) {

  public DeadLetterLimits {
    if (maxLetters < 1 || maxBytes < 1 || maxWaiting < 1 || maxWaitingBytes < 1) {
      throw new IllegalArgumentException("every limit of dead letters must be 1 or more");
    }
  }

  /** 10000 letters and 100 MiB per integration; 1000 letters and 16 MiB wait. */
  public static DeadLetterLimits defaults() {
    return new DeadLetterLimits(10_000, 100L << 20, 1000, 16L << 20);
  }

  /** The default number of waiting letters, with other bounds per integration. */
  public static DeadLetterLimits of(int maxLetters, long maxBytes) {
    DeadLetterLimits defaults = defaults();
    return new DeadLetterLimits(
        maxLetters, maxBytes, defaults.maxWaiting(), defaults.maxWaitingBytes());
  }
}
