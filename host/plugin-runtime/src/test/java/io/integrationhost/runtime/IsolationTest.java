package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {

  private static final String SEES =
      """
      static String sees(String name) {
        try {
          Class<?> type = Class.forName(name);
          return name + " of " + (type.getClassLoader() == Acme.class.getClassLoader()
              ? "plugin" : "host");
        } catch (ClassNotFoundException e) {
          return name + " unseen";
        }
      }
      """;

  @TempDir Path root;

  private List<String> told(PluginJar jar) throws Exception {
    RecordedUplinks uplinks = RecordedUplinks.storing();
    try (TestHost host = new TestHost(root).load(jar)) {
      HostedTransport transport = host.create("acme", uplinks);
      TestHost.get(transport.start());
      TestHost.get(transport.downlink(new Downlink("d", ContentType.TEXT, new byte[0], Map.of())));
      TestHost.get(transport.health());
      TestHost.get(transport.stop());
    }
    return uplinks.texts();
  }

  private static String ask(String... names) {
    StringBuilder body = new StringBuilder();
    for (String name : names) {
      body.append("say(context, sees(\"").append(name).append("\"));\n");
    }
    return body + "return done();";
  }

  @Test
  void aPluginSeesTheJdkTheContractAndItself() throws Exception {
    String[] names = {
      "java.sql.Driver",
      "io.integrationhost.plugin.Transport",
      "org.slf4j.LoggerFactory",
      "com.typesafe.config.Config",
      "acme.Acme",
      "io.integrationhost.runtime.PluginRuntime",
      "org.pf4j.PluginManager",
      "org.junit.jupiter.api.Test",
      "com.typesafe.config.impl.ConfigImpl"
    };
    assertThat(told(Acme.plugin().members(SEES).with("start", ask(names)).jar("acme")))
        .containsExactly(
            "java.sql.Driver of host",
            "io.integrationhost.plugin.Transport of host",
            "org.slf4j.LoggerFactory of host",
            "com.typesafe.config.Config of host",
            "acme.Acme of plugin",
            "io.integrationhost.runtime.PluginRuntime unseen",
            "org.pf4j.PluginManager unseen",
            "org.junit.jupiter.api.Test unseen",
            "com.typesafe.config.impl.ConfigImpl unseen");
  }

  @Test
  void aPluginSeesNoResourceOfTheHost() throws Exception {
    String body =
        """
        ClassLoader loader = Acme.class.getClassLoader();
        for (String name : new String[] {
            "reference.conf", "META-INF/services/org.junit.platform.engine.TestEngine",
            "io/integrationhost/runtime/jar/plugin-api.properties", "own.txt"}) {
          try {
            say(context, name + " "
                + (loader.getResource(name) != null || loader.getResources(name).hasMoreElements()));
          } catch (java.io.IOException e) { throw new IllegalStateException(e); }
        }
        return done();
        """;
    assertThat(told(Acme.plugin().with("start", body).jar("acme").text("own.txt", "x")))
        .containsExactly(
            "reference.conf false",
            "META-INF/services/org.junit.platform.engine.TestEngine false",
            "io/integrationhost/runtime/jar/plugin-api.properties false",
            "own.txt true");
  }

  @Test
  void copiesOfTheContractAndSlf4jInTheJarAreIgnored() throws Exception {
    PluginJar copies =
        PluginJar.empty()
            .source(
                "io.integrationhost.plugin.Transport",
                "package io.integrationhost.plugin; public interface Transport {}")
            .source(
                "org.slf4j.LoggerFactory",
                "package org.slf4j; public class LoggerFactory {"
                    + " public static void nothing() {} }");
    PluginJar jar =
        Acme.plugin()
            .members(SEES)
            .with("start", ask("io.integrationhost.plugin.Transport", "org.slf4j.LoggerFactory"))
            .jar("acme")
            .library("copies.jar", copies);
    assertThat(told(jar))
        .containsExactly(
            "io.integrationhost.plugin.Transport of host", "org.slf4j.LoggerFactory of host");
  }

  @Test
  void aLibraryInLibWinsOverOneOfTheHost() throws Exception {
    PluginJar library =
        PluginJar.empty()
            .source(
                "org.assertj.core.api.Assertions",
                "package org.assertj.core.api; public class Assertions {"
                    + " public static String version() { return \"its own\"; } }");
    String call =
        "try { say(context, (String) Class.forName(\"org.assertj.core.api.Assertions\")"
            + ".getMethod(\"version\").invoke(null)); }"
            + " catch (ReflectiveOperationException e) { throw new IllegalStateException(e); }"
            + " return done();";
    assertThat(told(Acme.plugin().with("start", call).jar("acme").library("lib-2.jar", library)))
        .containsExactly("its own");
  }

  @Test
  void theContextClassLoaderIsThePluginsInEveryCall() throws Exception {
    String tell =
        "say(context, \"%s \" + Thread.currentThread().getName() + \" \""
            + " + loaderOf(Thread.currentThread()));";
    String spoil = "Thread.currentThread().setContextClassLoader(null);";
    Acme plugin =
        Acme.plugin()
            .members("static String made;")
            .with("constructor", "made = loaderOf(Thread.currentThread());" + spoil)
            .with(
                "create",
                tell.formatted("create")
                    + " say(context, \"made \" + made);"
                    + spoil
                    + " return new Line(context);")
            .with(
                "start",
                tell.formatted("start")
                    + " CompletableFuture<Void> ready = new CompletableFuture<>();"
                    + " context.scheduler().execute(() -> { "
                    + tell.formatted("task")
                    + " say(context, \"publish\").thenRun(() -> { "
                    + tell.formatted("receipt")
                    + spoil
                    + " ready.complete(null); }); });"
                    + spoil
                    + " return ready;")
            .with("downlink", tell.formatted("downlink") + spoil + " return done();")
            .with("health", tell.formatted("health") + spoil + " return Health.up();")
            .with("stop", tell.formatted("stop") + " return done();");
    assertThat(told(plugin.jar("acme")))
        .contains(
            "create plugin-acme own",
            "made own",
            "start plugin-acme own",
            "task plugin-acme own",
            "downlink plugin-acme own",
            "health plugin-acme own",
            "stop plugin-acme own")
        .filteredOn(text -> text.startsWith("receipt"))
        .singleElement()
        .asString()
        .endsWith(" own");
  }

  @Test
  void theHostPublishesWithItsOwnContextClassLoader() throws Exception {
    ClassLoader[] seen = new ClassLoader[1];
    RecordedUplinks uplinks =
        new RecordedUplinks(
            uplink -> {
              seen[0] = Thread.currentThread().getContextClassLoader();
              return null;
            });
    Acme plugin = Acme.plugin().with("start", "return say(context, \"x\").thenAccept(r -> {});");
    try (TestHost host = new TestHost(root).load(plugin.jar("acme"))) {
      TestHost.get(host.create("acme", uplinks).start());
    }
    assertThat(seen[0]).isSameAs(getClass().getClassLoader());
  }

  @Test
  void theSliceLiesOverTheDefaultsOfTheJar() throws Exception {
    Acme plugin =
        Acme.plugin()
            .with(
                "start",
                "say(context, context.config().getInt(\"port\") + \" \""
                    + " + context.config().getString(\"host\")); return done();")
            .with("serves", "return Set.of(\"TCP\");");
    PluginJar jar = plugin.jar("acme").text("plugin.conf", "port = 1, host = a");
    RecordedUplinks uplinks = RecordedUplinks.storing();
    try (TestHost host = new TestHost(root).load(jar)) {
      HostedTransport transport =
          TestHost.get(
              host.runtime()
                  .create(
                      host.request(
                          "acme", ConfigFactory.parseString("port = 2, hots = b"), uplinks)));
      TestHost.get(transport.start());
      assertThat(uplinks.texts()).containsExactly("2 a");
      assertThat(transport.warnings())
          .containsExactly(
              "String: 1: hots: is not a setting of plugin acme 1.0.0; did you mean 'host'?");
      assertThat(host.runtime().catalog().serving("TCP"))
          .extracting(PluginInfo::id)
          .containsExactly("acme");
    }
  }
}
