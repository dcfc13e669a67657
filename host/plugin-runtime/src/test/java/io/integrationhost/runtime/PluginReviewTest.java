package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginReviewTest {

  @TempDir Path root;

  private PluginReview review(PluginJar jar) throws IOException {
    Path file = jar.writeTo(root.resolve("target").resolve("acme.jar"));
    return PluginReview.of(file, Files.createDirectory(root.resolve("work")), 17);
  }

  private static PluginJar good() {
    return Acme.plugin().jar("acme").text("plugin.conf", "port = 5000");
  }

  @Test
  void findsNothingInAGoodPlugin() throws IOException {
    PluginReview review = review(good().library("helper.jar", PluginJar.empty().text("x", "x")));
    assertThat(review.problems()).isEmpty();
    assertThat(review.warnings()).isEmpty();
  }

  @Test
  void findsWhatAHostRefuses() throws IOException {
    PluginReview review = review(good().service("acme.Acme\nacme.Other"));
    assertThat(review.problems()).singleElement().asString().contains("leave exactly one");
  }

  @Test
  void findsWhatAHostRefusesWhenItLoadsClasses() throws IOException {
    PluginReview review =
        review(
            PluginJar.of("acme", "1.0.0", "package acme; public class Acme {}")
                .text("plugin.conf", ""));
    assertThat(review.problems())
        .singleElement()
        .asString()
        .contains("does not implement TransportPlugin");
  }

  @Test
  void findsCopiesOfWhatTheHostBrings() throws IOException {
    PluginReview review =
        review(
            good()
                .source("org.slf4j.Copy", "package org.slf4j; public class Copy {}")
                .library(
                    "api.jar",
                    PluginJar.empty()
                        .source(
                            "io.integrationhost.plugin.Copy",
                            "package io.integrationhost.plugin; public class Copy {}")));
    assertThat(review.problems())
        .hasSize(2)
        .anyMatch(text -> text.startsWith("the jar holds a copy of package org.slf4j,"))
        .anyMatch(
            text ->
                text.startsWith(
                    "its library lib/api.jar holds a copy of package io.integrationhost.plugin,"));
  }

  @Test
  void findsAClassForANewerJavaAlsoInALibrary() throws IOException {
    PluginJar library =
        PluginJar.empty()
            .source("lib.Newer", "package lib; public class Newer {}")
            .release("lib.Newer", 21);
    assertThat(review(good().library("newer.jar", library)).problems())
        .singleElement()
        .asString()
        .contains("lib/newer.jar holds lib/Newer.class, which needs Java 21", "Java 17 and later");
  }

  @Test
  void missesDefaultsAndTheVersionOfTheApi() throws IOException {
    PluginReview review =
        review(
            PluginJar.empty()
                .manifest("Plugin-Id", "acme")
                .source("acme.Acme", Acme.plugin().source())
                .service("acme.Acme"));
    assertThat(review.problems()).isEmpty();
    assertThat(review.warnings())
        .hasSize(2)
        .anyMatch(text -> text.contains("plugin.conf"))
        .anyMatch(text -> text.contains("Plugin-Requires"));
  }
}
