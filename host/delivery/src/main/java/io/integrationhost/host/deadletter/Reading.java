package io.integrationhost.host.deadletter;

/** What came of reading a letter's file. */
public sealed interface Reading {

  /** The letter. */
  record Intact(DeadLetter letter) implements Reading {}

  /**
   * The file cannot be read or is no letter.
   *
   * @param problem names the file and what is wrong with it
   */
  record Damaged(String problem) implements Reading {}
}
