package io.integrationhost.converter.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running process: orders in, answers out. It is used once. Thread safe. */
public final class ScriptProcess {
  private static final Logger log = LoggerFactory.getLogger(ScriptProcess.class);
  private static final int BUFFER = 64 << 10;
  private static final int END_SECONDS = 5;

  /** Hears of the process, on a thread of its own. */
  public interface Listener {

    /**
     * The process has answered.
     *
     * @throws RuntimeException when the answer makes no sense: the process is ended then
     */
    void answered(ScriptProcess process, Answer answer);

    /**
     * The process has ended; called once, as the last call.
     *
     * @param how for people
     * @param killed whether this side ended it
     */
    void ended(ScriptProcess process, String how, boolean killed);
  }

  private final String name;
  private final Process process;
  private final int maxAnswer;
  private final Listener listener;
  private final OutputStream in;
  private final AtomicReference<String> killed = new AtomicReference<>();

  private ScriptProcess(String name, Process process, int maxAnswer, Listener listener) {
    this.name = name;
    this.process = process;
    this.maxAnswer = maxAnswer;
    this.listener = listener;
    this.in = process.getOutputStream();
  }

  /**
   * Starts a process; does not wait for it.
   *
   * @param name for the log and the names of its two threads
   * @param maxAnswer bytes that an answer may have; a process that sends more is ended
   * @throws IOException when it cannot be started
   */
  public static ScriptProcess start(
      String name, ProcessCommand command, int maxAnswer, ThreadFactory threads, Listener listener)
      throws IOException {
    Process started = command.builder().start();
    ScriptProcess process = new ScriptProcess(name, started, maxAnswer, listener);
    try {
      process.begin(threads);
    } catch (RuntimeException | Error e) {
      started.destroyForcibly();
      throw e;
    }
    return process;
  }

  private void begin(ThreadFactory threads) {
    Thread errors = threads.newThread(new StandardError(name, process.getErrorStream()));
    Thread answers = threads.newThread(this::read);
    errors.setName("converter-process-errors-" + name);
    answers.setName("converter-process-answers-" + name);
    errors.start();
    answers.start();
  }

  /**
   * Writes an order; blocks while the process does not read, until it is killed.
   *
   * @throws IOException when it has ended
   */
  public void send(Order order) throws IOException {
    byte[] frame = order.frame();
    synchronized (in) {
      FrameWriter.write(in, frame);
    }
  }

  /** Ends it at once; returns before it has ended. */
  public void kill(String why) {
    killed.compareAndSet(null, why);
    process.destroyForcibly();
  }

  /** Lets it end by itself, which it does as soon as it has read what was sent. */
  public void finish() {
    killed.compareAndSet(null, "it is not needed any more");
    try {
      in.close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  /** The system's number of it. */
  public long pid() {
    return process.pid();
  }

  private void read() {
    String how = "it closed its output";
    try (InputStream out = new BufferedInputStream(process.getInputStream(), BUFFER)) {
      Optional<byte[]> frame = FrameReader.read(out, maxAnswer);
      while (frame.isPresent()) {
        listener.answered(this, Answer.of(frame.get()));
        frame = FrameReader.read(out, maxAnswer);
      }
    } catch (IOException | UncheckedIOException e) {
      how = "its output broke off: " + e.getMessage();
    } catch (Throwable e) {
      // An Error too: whoever waits for the answer must learn that none will come.
      how = "it sent what is no answer: " + e;
    }
    listener.ended(this, ending(how), killed.get() != null);
  }

  private String ending(String how) {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      String reason = killed.get();
      if (reason != null) {
        return reason;
      }
      return process.isAlive() ? how : how + ", exit code " + process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return how;
    } catch (RuntimeException | Error e) {
      log.debug("The end of the process for scripts of {} is not known", name, e);
      process.destroyForcibly();
      return how;
    }
  }

  @Override
  public String toString() {
    return "process " + process.pid() + " for scripts of " + name;
  }
}
