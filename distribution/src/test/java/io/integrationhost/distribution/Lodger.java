package io.integrationhost.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A plugin that is made when the tests run: a jar with the class {@code lodger.Lodger}, every part
 * of which behaves well unless another one is given.
 */
final class Lodger {

  static final String SERVICE = "META-INF/services/io.integrationhost.plugin.TransportPlugin";
  static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** The classes of the same sources are the same; most of the plugins behave well. */
  private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED =
      new ConcurrentHashMap<>();

  private final Map<String, String> parts = new HashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();

  Lodger(String id, String version) {
    text(
        MANIFEST,
        "Manifest-Version: 1.0\r\nPlugin-Id: %s\r\nPlugin-Version: %s\r\nPlugin-Requires: ^1.0.0\r\n\r\n"
            .formatted(id, version));
    text(SERVICE, "lodger.Lodger\n");
    parts.put("visibility", "public");
    parts.put("start", "return done();");
    parts.put("stop", "return done();");
    parts.put("health", "return Health.up();");
  }

  /** Sets {@code members, visibility} and {@code constructor} of the plugin or a method's body. */
  Lodger with(String part, String text) {
    parts.put(part, text);
    return this;
  }

  Lodger source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  Lodger text(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Leaves an entry out. */
  Lodger without(String name) {
    left.add(name);
    return this;
  }

  byte[] jar() {
    sources.put("lodger.Lodger", plugin());
    Map<String, byte[]> all = new LinkedHashMap<>(entries);
    all.putAll(compiled());
    left.forEach(all::remove);
    return zip(all);
  }

  /** A jar whose plugin claims to be compiled for a Java release that does not exist yet. */
  byte[] jarForRelease(int release) {
    sources.put("lodger.Lodger", plugin());
    Map<String, byte[]> all = new LinkedHashMap<>(entries);
    all.putAll(compiled());
    byte[] later = all.get("lodger/Lodger.class").clone();
    later[7] = (byte) (release + 44);
    all.put("lodger/Lodger.class", later);
    return zip(all);
  }

  private String plugin() {
    return """
    package lodger;
    import io.integrationhost.plugin.*;
    import java.util.concurrent.*;
    import org.slf4j.*;
    public final class Lodger implements TransportPlugin {
      static final Logger LOG = LoggerFactory.getLogger("lodger");
      %s
      %s Lodger() { %s }
      static CompletionStage<Void> done() { return CompletableFuture.completedFuture(null); }
      static void hang() {
        while (true) {
          try { new CountDownLatch(1).await(); } catch (InterruptedException e) { }
        }
      }
      static void spin() {
        long busy = System.nanoTime() + 2_000_000_000L;
        while (true) {
          if (System.nanoTime() < busy || Thread.interrupted()) { Thread.onSpinWait(); }
          else { java.util.concurrent.locks.LockSupport.parkNanos(10_000_000); }
        }
      }
      static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
      }
      static CompletionStage<Receipt> say(TransportContext context) {
        return context.uplinks().publish(
            new Uplink.Payload("1,2,3".getBytes(), ContentType.TEXT, new Source("lodger")));
      }
      @Override public Transport create(TransportContext context) { return new Room(context); }
      record Room(TransportContext context) implements Transport {
        @Override public CompletionStage<Void> start() { %s }
        @Override public CompletionStage<Void> stop() { %s }
        @Override public Health health() { %s }
      }
    }
    """
        .formatted(
            parts.getOrDefault("members", ""),
            parts.get("visibility"),
            parts.getOrDefault("constructor", ""),
            parts.get("start"),
            parts.get("stop"),
            parts.get("health"));
  }

  private Map<String, byte[]> compiled() {
    return COMPILED.computeIfAbsent(Map.copyOf(sources), Lodger::compile);
  }

  private static Map<String, byte[]> compile(Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (Memory memory = new Memory(compiler.getStandardFileManager(null, null, null))) {
      List<JavaFileObject> units = new ArrayList<>();
      sources.forEach((name, source) -> units.add(new Source(name, source)));
      // Not --release, which reads the classes of that Java anew each time.
      List<String> options = List.of("-proc:none", "-source", "17", "-target", "17", "-nowarn");
      if (!compiler.getTask(problems, memory, null, options, null, units).call()) {
        throw new AssertionError(problems.toString());
      }
      return memory.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(Map<String, byte[]> all) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : all.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Puts a jar in place in one step, as an operator should. */
  static void put(Path jar, byte[] bytes) throws IOException {
    Path part = Files.write(jar.resolveSibling(jar.getFileName() + ".part"), bytes);
    Files.move(part, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps class files in memory. */
  private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

    Memory(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      String name = className.replace('.', '/') + ".class";
      written.put(name, bytes);
      return new SimpleJavaFileObject(URI.create("bytes:///" + name), kind) {
        @Override
        public ByteArrayOutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new LinkedHashMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }
}
