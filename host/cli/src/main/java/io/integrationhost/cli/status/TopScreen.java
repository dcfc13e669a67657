package io.integrationhost.cli.status;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.NonBlockingReader;

/** A host on the whole screen of a terminal, until somebody quits. */
public final class TopScreen implements AutoCloseable {

  private static final int WAITING = 64;
  private static final int ESCAPE = 27;
  private static final int DELETE = 127;
  private static final int OF_ONE_KEY_MILLIS = 100;

  private static final String OPEN = "\u001b[?1049h\u001b[?25l\u001b[2J";
  private static final String CLOSE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";
  private static final String REVERSE = "\u001b[7m";
  private static final String NORMAL = "\u001b[0m";

  private final Terminal terminal;
  private final Attributes before;
  private final BlockingQueue<Runnable> turns = new ArrayBlockingQueue<>(WAITING);
  private final TopView view;
  private volatile Optional<String> opened = Optional.empty();
  private boolean over;

  private TopScreen(Terminal terminal, String host) {
    this.terminal = terminal;
    this.view = new TopView(host, System::nanoTime);
    this.before = terminal.enterRawMode();
    terminal.handle(Signal.INT, signal -> quit());
    terminal.handle(Signal.WINCH, signal -> turns.offer(() -> {}));
    write(OPEN);
  }

  /**
   * Takes the terminal over; empty when this process has none.
   *
   * @param host its address, for people
   */
  public static Optional<TopScreen> open(String host) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .systemOutput(SystemOutput.SysOut)
            .provider("jni")
            .dumb(true)
            .build();
    if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
      terminal.close();
      return Optional.empty();
    }
    return Optional.of(new TopScreen(terminal, host));
  }

  /** Shows what the host tells, and returns when somebody quits. */
  public void run(HostClient client) throws InterruptedException {
    Thread host = thread("top-host", new HostFollower(client, () -> opened, new Teller()));
    Thread keys = thread("top-keys", this::readKeys);
    try {
      draw();
      while (!over) {
        Runnable turn = turns.poll(1, TimeUnit.SECONDS);
        if (turn != null) {
          turn.run();
        }
        opened = view.opened();
        draw();
      }
    } finally {
      host.interrupt();
      keys.interrupt();
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Has {@link #run} return; any thread. */
  public void quit() {
    // With a full queue there is a turn soon.
    while (!turns.offer(() -> over = true)) {
      turns.poll();
    }
  }

  private final class Teller implements HostFollower.Listener {

    @Override
    public void snapshot(Snapshot snapshot) throws InterruptedException {
      turns.put(() -> view.accept(snapshot));
    }

    @Override
    public void detail(JsonObject integration) throws InterruptedException {
      turns.put(() -> view.accept(integration));
    }

    @Override
    public void problem(String why) throws InterruptedException {
      turns.put(() -> view.fail(why));
    }
  }

  private void readKeys() {
    try {
      NonBlockingReader reader = terminal.reader();
      Key key = key(reader);
      while (key != Key.QUIT) {
        Key pressed = key;
        turns.put(() -> view.press(pressed));
        key = key(reader);
      }
    } catch (IOException e) {
      // The terminal is gone; so is who looks.
      quit();
      return;
    } catch (InterruptedException e) {
      return;
    }
    quit();
  }

  private static Key key(NonBlockingReader reader) throws IOException {
    int character = reader.read();
    return switch (character) {
      case 'q', 'Q', -1 -> Key.QUIT;
      case 's', 'S' -> Key.SORT;
      case 'p', 'P' -> Key.PAUSE;
      case 'k' -> Key.UP;
      case 'j' -> Key.DOWN;
      case '\r', '\n' -> Key.OPEN;
      case 'h', '\b', DELETE -> Key.BACK;
      case ESCAPE -> sequence(reader);
      default -> Key.NONE;
    };
  }

  private static Key sequence(NonBlockingReader reader) throws IOException {
    int next = reader.read(OF_ONE_KEY_MILLIS);
    if (next != '[' && next != 'O') {
      return Key.BACK;
    }
    return switch (reader.read(OF_ONE_KEY_MILLIS)) {
      case 'A' -> Key.UP;
      case 'B' -> Key.DOWN;
      case 'C' -> Key.OPEN;
      case 'D' -> Key.BACK;
      default -> Key.NONE;
    };
  }

  private void draw() {
    List<TopView.Line> lines = view.lines(terminal.getWidth(), terminal.getHeight());
    StringBuilder screen = new StringBuilder(HOME);
    for (int i = 0; i < lines.size(); i++) {
      TopView.Line line = lines.get(i);
      screen.append(i == 0 ? "" : "\r\n");
      screen.append(line.highlighted() ? REVERSE : "").append(line.text()).append(NORMAL);
      screen.append(REST_OF_LINE);
    }
    write(screen.append(REST_OF_SCREEN).toString());
  }

  private void write(String text) {
    PrintWriter out = terminal.writer();
    out.print(text);
    out.flush();
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() throws IOException {
    write(CLOSE);
    terminal.setAttributes(before);
    terminal.close();
  }
}
