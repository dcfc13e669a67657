package io.integrationhost.converter.process;

import java.util.List;
import java.util.Optional;

/** What a process answers. It runs scripts that may do anything: to be read with distrust. */
public sealed interface Answer {

  /** More of an error's text is cut. */
  int MAX_MESSAGE = 10_000;

  /** The bytes that tell it. */
  byte[] frame();

  /**
   * From those bytes.
   *
   * @throws RuntimeException when they are no answer
   */
  static Answer of(byte[] frame) {
    FrameReader in = new FrameReader(frame);
    int type = in.number();
    Answer answer =
        switch (type) {
          case Ready.TYPE -> new Ready();
          case Result.TYPE -> Result.read(in);
          case Failure.TYPE -> Failure.read(in);
          default -> throw new FrameReader.BadFrameException("there is no answer " + type);
        };
    in.end();
    return answer;
  }

  /** The first answer: scripts may come. */
  record Ready() implements Answer {
    private static final int TYPE = 1;

    @Override
    public byte[] frame() {
      return new FrameWriter(TYPE).frame();
    }
  }

  /** What became of a call. */
  sealed interface OfCall extends Answer {
    /** Of the order. */
    long id();

    /** Nanoseconds that the call took; negative for one so short that nobody looked. */
    long nanos();
  }

  /**
   * A script ended well.
   *
   * @param text what it returned; absent when it returned nothing
   * @param console what it wrote to its console, in lines
   */
  record Result(long id, long nanos, Optional<String> text, List<String> console)
      implements OfCall {
    private static final int TYPE = 2;

    @Override
    public byte[] frame() {
      FrameWriter out = new FrameWriter(TYPE).number(id).number(nanos).flag(text.isPresent());
      text.ifPresent(out::text);
      return out.texts(console).frame();
    }

    private static Result read(FrameReader in) {
      return new Result(
          in.longNumber(),
          in.longNumber(),
          in.flag() ? Optional.of(in.text()) : Optional.empty(),
          in.list());
    }
  }

  /**
   * A script failed.
   *
   * @param kind the name of the failure's kind
   * @param line where in the script, from 1; 0 when that is not known
   * @param column the same
   * @param console what it wrote to its console before, in lines
   * @param lost whether it goes on although it was stopped: the process is of no more use
   */
  record Failure(
      long id,
      long nanos,
      String kind,
      String message,
      int line,
      int column,
      List<String> console,
      boolean lost)
      implements OfCall {
    private static final int TYPE = 3;

    @Override
    public byte[] frame() {
      return new FrameWriter(TYPE)
          .number(id)
          .number(nanos)
          .text(kind)
          .text(message.substring(0, Math.min(message.length(), MAX_MESSAGE)))
          .number(line)
          .number(column)
          .texts(console)
          .flag(lost)
          .frame();
    }

    private static Failure read(FrameReader in) {
      Failure failure =
          new Failure(
              in.longNumber(),
              in.longNumber(),
              in.text(),
              in.text(),
              in.number(),
              in.number(),
              in.list(),
              in.flag());
      if (failure.line < 0 || failure.column < 0 || (failure.line == 0) != (failure.column == 0)) {
        throw new FrameReader.BadFrameException(
            "there is no line " + failure.line + ", column " + failure.column);
      }
      return failure;
    }
  }
}
