package io.integrationhost.bench;

/** What the converter of a neighbour does with each message; the first one does no harm. */
public enum Attack {
  HARMLESS("harmless", "JS", ""),
  ENDLESS_LOOP("endless-loop", "JS", "while (true) {}"),
  MEMORY("memory-bomb", "JS", "var a = []; while (true) { a.push(new Array(1000).fill('x')); }"),
  RECURSION("recursion", "JS", "function f(n) { return f(n + 1) + 1; } return f(0);"),
  GIANT_RESULT("giant-result", "JS", "return {deviceName: 'x'.repeat(10000000)};"),
  EXIT("exit", "JS", "java.lang.System.exit(1);"),
  REFLECTION(
      "reflection", "JS", "return payload.getClass().forName('java.lang.Runtime').getRuntime();"),
  FILE("file", "JS", "return load('/etc/hostname');"),
  POISON(
      "poisoned-prototypes",
      "JS",
      "Array.prototype.map = Object.prototype.toString = JSON.parse = JSON.stringify ="
          + " String.prototype.split = function () { return 'poison'; };"
          + " return {deviceName: 'N', telemetry: {a: 1}};"),
  TBEL_ENDLESS_LOOP("tbel-endless-loop", "TBEL", "while (true) {}"),
  TBEL_MEMORY("tbel-memory-bomb", "TBEL", "var s = 'x'; while (true) { s = s + s; }"),
  TBEL_RECURSION("tbel-recursion", "TBEL", "function f(n) { return f(n + 1) + 1; } return f(0);"),
  TBEL_EXIT("tbel-exit", "TBEL", "java.lang.System.exit(1);"),
  TBEL_REFLECTION("tbel-reflection", "TBEL", "return ''.getClass().forName('java.lang.Runtime');");

  private final String title;
  private final String language;
  private final String script;

  Attack(String title, String language, String script) {
    this.title = title;
    this.language = language;
    this.script = script;
  }

  /** As the command line names it. */
  public String title() {
    return title;
  }

  /** JS or TBEL. */
  String language() {
    return language;
  }

  /** The body of the script; empty for the guide's own. */
  String script() {
    return script;
  }
}
