package io.integrationhost.converter;

import io.integrationhost.converter.ScriptLanguage.Realm;
import io.integrationhost.converter.ScriptLanguage.Script;
import java.util.ArrayDeque;
import java.util.Deque;

/** The script of one converter where it runs: its waiting calls, its realms. */
final class ScriptQueue {
  private final String name;
  private final Direction direction;
  private final ScriptLanguage language;
  private final Script script;
  private final Judge judge;

  /** All below belongs to the {@link Dispatcher} and its lock. */
  final Deque<Call<?>> waiting = new ArrayDeque<>();

  final Deque<Realm> idleRealms = new ArrayDeque<>();
  int running;
  boolean listed;
  boolean closed;

  ScriptQueue(
      String name, Direction direction, ScriptLanguage language, Script script, Judge judge) {
    this.name = name;
    this.direction = direction;
    this.language = language;
    this.script = script;
    this.judge = judge;
  }

  String name() {
    return name;
  }

  Direction direction() {
    return direction;
  }

  ScriptLanguage language() {
    return language;
  }

  Script script() {
    return script;
  }

  Judge judge() {
    return judge;
  }
}
