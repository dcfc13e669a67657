package io.integrationhost.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One way in which a plugin can be bad.
 *
 * @param name what is bad about it; the id of the plugin when it stands alone
 * @param maker makes the jar for an id and a version
 * @param fate how far it gets
 * @param told what the host's output says while the jar is there
 * @param toldAtTheEnd what the host's output says when the plugin goes; empty: nothing special
 */
record BadPlugin(String name, Maker maker, Fate fate, String told, String toldAtTheEnd) {

  /** How far a bad plugin gets. */
  enum Fate {
    /** The jar is refused before anything of it runs for an integration. */
    REFUSED,
    /** The transport does not start. */
    FAILS,
    /** The transport starts. */
    RUNS
  }

  /** Makes a jar. */
  @FunctionalInterface
  interface Maker {
    byte[] jar(String id, String version);
  }

  private static BadPlugin refused(String name, Function<Lodger, byte[]> jar, String told) {
    return new BadPlugin(
        name, (id, version) -> jar.apply(new Lodger(id, version)), Fate.REFUSED, told, "");
  }

  private static BadPlugin other(
      String name, Fate fate, Function<Lodger, Lodger> plugin, String told, String end) {
    return new BadPlugin(
        name, (id, version) -> plugin.apply(new Lodger(id, version)).jar(), fate, told, end);
  }

  byte[] jar(String id, String version) {
    return maker.jar(id, version);
  }

  Optional<String> end() {
    return Optional.of(toldAtTheEnd).filter(text -> !text.isEmpty());
  }

  @Override
  public String toString() {
    return name;
  }

  static List<BadPlugin> gallery() {
    return List.of(
        refused(
            "no-manifest",
            lodger -> lodger.without(Lodger.MANIFEST).without(Lodger.SERVICE).jar(),
            "is not a plugin"),
        refused("empty-file", lodger -> new byte[0], "is empty (0 bytes)"),
        refused("truncated", BadPlugin::half, "is not a readable jar"),
        refused(
            "wrong-service-name",
            lodger -> lodger.text(Lodger.SERVICE, "com.acme.Nobody").jar(),
            "names com.acme.Nobody, which the jar does not contain"),
        refused(
            "two-providers",
            lodger -> lodger.text(Lodger.SERVICE, "lodger.Lodger\nlodger.Other").jar(),
            "names 2 classes"),
        refused(
            "private-constructor",
            lodger -> lodger.with("visibility", "private").jar(),
            "has no public constructor"),
        refused(
            "static-initialiser",
            lodger ->
                lodger
                    .with(
                        "members",
                        "static { if (true) throw new IllegalStateException(\"static trouble\"); }")
                    .jar(),
            "static trouble"),
        refused(
            "missing-library",
            lodger ->
                lodger
                    .source("com.acme.Library", "package com.acme; public class Library {}")
                    .with("constructor", "new com.acme.Library();")
                    .without("com/acme/Library.class")
                    .jar(),
            "put the library that holds the missing class into lib/"),
        refused("class-file-too-new", lodger -> lodger.jarForRelease(90), "needs Java 90"),
        refused(
            "constructor-never-returns",
            lodger -> lodger.with("constructor", "hang();").jar(),
            "its constructor failed: it did not return within"),
        other(
            "bundled-api",
            Fate.RUNS,
            lodger ->
                lodger
                    .source(
                        "io.integrationhost.plugin.Health",
                        "package io.integrationhost.plugin; public record Health(String own) {"
                            + " public static Health up() { throw new AssertionError(\"own\"); } }")
                    .source(
                        "org.slf4j.event.Level", "package org.slf4j.event; public class Level {}"),
            "runs with plugin",
            ""),
        other(
            "other-netty",
            Fate.RUNS,
            lodger ->
                lodger
                    .source(
                        "io.netty.util.Version",
                        "package io.netty.util; public class Version { public static String"
                            + " other() { return \"Netty of the year 2000\"; } }")
                    .with("start", "LOG.warn(io.netty.util.Version.other()); return done();"),
            "Netty of the year 2000",
            ""),
        other(
            "start-never-completes",
            Fate.FAILS,
            lodger -> lodger.with("start", "return new CompletableFuture<>();"),
            "its stage did not complete within",
            ""),
        other(
            "start-throws-error",
            Fate.FAILS,
            lodger -> lodger.with("start", "throw new StackOverflowError(\"on purpose\");"),
            "StackOverflowError: on purpose",
            ""),
        other(
            "stop-throws-error",
            Fate.RUNS,
            lodger -> lodger.with("stop", "throw new OutOfMemoryError(\"pretended\");"),
            "runs with plugin",
            "OutOfMemoryError: pretended"),
        other(
            "thread-leak",
            Fate.RUNS,
            lodger ->
                lodger.with("start", "thread(\"leaked-thread\", Lodger::hang); return done();"),
            "runs with plugin",
            "left thread 'leaked-thread'"),
        other(
            "publishes-after-stop",
            Fate.RUNS,
            lodger ->
                lodger.with(
                    "stop",
                    "thread(\"late\", () -> { while (true) { try { say(context)"
                        + ".toCompletableFuture().join(); } catch (CompletionException e) {"
                        + " LOG.warn(\"told: {}\", e.getCause().getMessage()); return; } } });"
                        + " return done();"),
            "runs with plugin",
            "has stopped: the host takes no more uplinks from it"),
        other(
            "blocks-completions",
            Fate.RUNS,
            lodger -> lodger.with("start", "say(context).thenRun(Lodger::hang); return done();"),
            "a continuation of a receipt holds thread",
            ""),
        other(
            "floods",
            Fate.RUNS,
            lodger ->
                lodger.with(
                    "start",
                    "thread(\"flood\", () -> { long end = System.nanoTime() + 1_000_000_000L; long"
                        + " all = 0; while (System.nanoTime() < end) { say(context); all++; }"
                        + " LOG.warn(\"flooded with {} uplinks\", all); }); return done();"),
            "flooded with",
            ""),
        other(
            "endless-loop",
            Fate.RUNS,
            lodger -> lodger.with("health", "spin(); return Health.up();"),
            "does not serve any more",
            "lodger.Lodger.spin"));
  }

  private static byte[] half(Lodger lodger) {
    byte[] all = lodger.jar();
    return Arrays.copyOf(all, all.length / 2);
  }
}
