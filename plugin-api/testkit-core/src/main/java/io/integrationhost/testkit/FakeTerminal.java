package io.integrationhost.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.ToolContext;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where the tools of a plugin are typed: gives them what a host would, and keeps what they print.
 *
 * <pre>{@code
 * var terminal = new FakeTerminal();
 * int code = plugin.tools().get(0).action().run(terminal.types("--port", "5020"));
 * assertThat(terminal.shown()).contains("listens");
 * }</pre>
 *
 * <p>Thread-safe but for what is known, which is set before a tool runs.
 */
public final class FakeTerminal {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Config known = ConfigFactory.empty();
  private Optional<Path> dataDirectory = Optional.empty();

  /** Nothing is known of any integration, and there is no data directory. */
  public FakeTerminal() {}

  /**
   * What the host knows of every transport from now on.
   *
   * @param slice resolved
   * @return this
   */
  public FakeTerminal knows(Config slice) {
    known = slice;
    return this;
  }

  /**
   * The same as a context has, with its data directory.
   *
   * @param context of the transport that a tool asks for
   * @return this
   */
  public FakeTerminal knows(FakeContext context) {
    dataDirectory = Optional.of(context.dataDirectory());
    return knows(context.config());
  }

  /**
   * A tool as somebody types it.
   *
   * @param args what stands behind its name
   * @return what the tool gets; its standard input is empty
   */
  public ToolContext types(String... args) {
    return new Typed(List.of(args), stream(out), stream(err), known, dataDirectory, asked);
  }

  private PrintStream stream(ByteArrayOutputStream own) {
    OutputStream both =
        new OutputStream() {
          @Override
          public void write(int one) {
            own.write(one);
            shown.write(one);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            own.write(bytes, from, length);
            shown.write(bytes, from, length);
          }
        };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }

  /**
   * Which transports tools have asked for.
   *
   * @return as {@code integration/transport}, in order
   */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /**
   * What somebody sees: results and messages.
   *
   * @return all that was printed, in order, with {@code \n} at the end of each line
   */
  public String shown() {
    return text(shown);
  }

  /**
   * The results of all tools that have run.
   *
   * @return what they wrote to standard output, with {@code \n} at the end of each line
   */
  public String said() {
    return text(out);
  }

  /**
   * Their messages for people.
   *
   * @return what they wrote to standard error, with {@code \n} at the end of each line
   */
  public String warned() {
    return text(err);
  }

  /** Forgets what was printed. */
  public void clear() {
    shown.reset();
    out.reset();
    err.reset();
  }

  private static String text(ByteArrayOutputStream printed) {
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private record Typed(
      List<String> args,
      PrintStream out,
      PrintStream err,
      Config known,
      Optional<Path> directory,
      List<String> asked)
      implements ToolContext {

    @Override
    public InputStream in() {
      return InputStream.nullInputStream();
    }

    @Override
    public Config config(String integration, String transport) {
      asked.add(integration + "/" + transport);
      return known;
    }

    @Override
    public Path dataDirectory(String integration, String transport) {
      asked.add(integration + "/" + transport);
      return directory.orElseThrow(
          () -> new IllegalStateException("the test has given no context with a data directory"));
    }
  }
}
