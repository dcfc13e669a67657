package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.plugins.modbus.frame.Cutter;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Optional;

/**
 * A session of a device that dialled in and is asked from then on; what it says first tells whose
 * it is. Belongs to the session's loop.
 */
public final class Caller implements Conversation<Object> {

  private static final int LONGEST = 256;

  private final Session<Object> session;
  private Optional<Line> line;

  /**
   * A session that has just begun.
   *
   * @param lines of those that may dial in
   */
  public Caller(List<Line> lines, Session<Object> session) {
    this.session = session;
    this.line = alone(lines);
  }

  /** The one line that needs no registration. */
  private static Optional<Line> alone(List<Line> lines) {
    return lines.stream().filter(each -> each.plan().registration().isEmpty()).findFirst();
  }

  /**
   * Finds a registration, and behind it frames.
   *
   * @param lines of those that may dial in
   * @return of lines and frames
   */
  public static Framing<Object> framing(List<Line> lines) {
    return Cutter.framing(() -> new Greeting(lines, alone(lines)), Object.class);
  }

  private static final class Greeting implements Cutter {
    private final List<Line> lines;
    private Optional<Cutter> frames;
    private Optional<Line> line;
    private boolean skippedLineEnd;

    private Greeting(List<Line> lines, Optional<Line> alone) {
      this.lines = lines;
      this.line = alone;
      this.frames = alone.map(Greeting::cutter);
    }

    private static Cutter cutter(Line line) {
      return line.plan().mode().cutter(false, line.plan().limits().timeout().dividedBy(2));
    }

    @Override
    public void cut(ByteBuf in, List<Object> out) {
      if (frames.isPresent()) {
        skipLineEnd(in);
        if (in.isReadable()) {
          frames.get().cut(in, out);
        }
        return;
      }
      byte[] said = ByteBufUtil.getBytes(in);
      boolean mayCome = false;
      for (Line each : lines) {
        byte[] registration = Bytes.utf8(each.plan().registration().orElse(""));
        int same = 0;
        while (same < said.length
            && same < registration.length
            && said[same] == registration[same]) {
          same++;
        }
        if (same == registration.length) {
          in.skipBytes(same);
          frames = Optional.of(cutter(each));
          line = Optional.of(each);
          out.add(each);
          return;
        }
        mayCome |= same == said.length;
      }
      if (!mayCome || said.length > LONGEST) {
        in.skipBytes(in.readableBytes());
        out.add(
            new Fault(
                Fault.Kind.MALFORMED,
                "dialled in and said what is the registration of no connection",
                Bytes.excerpt(said),
                false));
      }
    }

    /** Frames of RTU begin with their unit. */
    private boolean isUnit(byte first) {
      return line.map(Line::plan)
          .filter(plan -> plan.mode() == Mode.RTU)
          .filter(plan -> plan.devices().stream().anyMatch(device -> device.unit() == first))
          .isPresent();
    }

    /** Some send one behind their registration, some do not. */
    private void skipLineEnd(ByteBuf in) {
      while (!skippedLineEnd && in.isReadable()) {
        byte first = in.getByte(in.readerIndex());
        if ((first == '\r' || first == '\n') && !isUnit(first)) {
          in.skipBytes(1);
        } else {
          skippedLineEnd = true;
        }
      }
    }
  }

  @Override
  public void opened() {
    line.ifPresent(one -> one.opened(session));
  }

  @Override
  public void frame(Object found) {
    if (found instanceof Line named) {
      line = Optional.of(named);
      named.opened(session);
    } else if (found instanceof Frame frame) {
      line.ifPresent(one -> one.heard(session, frame));
    }
  }

  @Override
  public boolean fault(Fault fault) {
    line.ifPresent(Line::malformed);
    return fault.canGoOn();
  }

  @Override
  public void closed() {
    line.ifPresent(one -> one.closed(session));
  }
}
