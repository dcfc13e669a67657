package io.integrationhost.cli.status;

/** What somebody presses. */
enum Key {
  UP,
  DOWN,
  OPEN,
  BACK,
  SORT,
  PAUSE,
  QUIT,
  /** Nothing that means something. */
  NONE
}
