package io.integrationhost.converter.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a process is told. */
public sealed interface Order {

  /** The bytes that tell it. */
  byte[] frame();

  /**
   * From those bytes.
   *
   * @throws RuntimeException when they are no order
   */
  static Order of(byte[] frame) {
    FrameReader in = new FrameReader(frame);
    int type = in.number();
    Order order =
        switch (type) {
          case Setup.TYPE -> Setup.read(in);
          case Open.TYPE -> Open.read(in);
          case Call.TYPE -> Call.read(in);
          case Close.TYPE -> new Close(in.number());
          default -> throw new FrameReader.BadFrameException("there is no order " + type);
        };
    in.end();
    return order;
  }

  /**
   * The first order: what all scripts may use.
   *
   * @param threads that run scripts
   * @param graceMillis how long a script may take to end once it is stopped
   * @param tbelMemory bytes that the values of a script in TBEL may take
   */
  record Setup(int threads, long graceMillis, Lengths javaScript, Lengths tbel, long tbelMemory)
      implements Order {
    private static final int TYPE = 1;

    @Override
    public byte[] frame() {
      FrameWriter out = new FrameWriter(TYPE).number(threads).number(graceMillis);
      javaScript.write(out);
      tbel.write(out);
      return out.number(tbelMemory).frame();
    }

    private static Setup read(FrameReader in) {
      return new Setup(
          in.number(), in.longNumber(), Lengths.read(in), Lengths.read(in), in.longNumber());
    }
  }

  /** How long scripts of one language, their arguments and results may be, in characters. */
  record Lengths(int script, int arguments, int result) {
    private void write(FrameWriter out) {
      out.number(script).number(arguments).number(result);
    }

    private static Lengths read(FrameReader in) {
      return new Lengths(in.number(), in.number(), in.number());
    }
  }

  /**
   * Makes a realm for one script.
   *
   * @param realm its number from now on
   * @param language JS or TBEL
   */
  record Open(int realm, String language, boolean downlink, String script) implements Order {
    private static final int TYPE = 2;

    @Override
    public byte[] frame() {
      return new FrameWriter(TYPE).number(realm).text(language).flag(downlink).text(script).frame();
    }

    private static Open read(FrameReader in) {
      return new Open(in.number(), in.text(), in.flag(), in.text());
    }
  }

  /** Runs a script once. */
  record Call(long id, int realm, Limits limits, Arguments arguments) implements Order {
    private static final int TYPE = 3;

    @Override
    public byte[] frame() {
      FrameWriter out = new FrameWriter(TYPE).number(id).number(realm);
      limits.write(out);
      arguments.write(out);
      return out.frame();
    }

    private static Call read(FrameReader in) {
      return new Call(in.longNumber(), in.number(), Limits.read(in), Arguments.read(in));
    }
  }

  /**
   * What one call may use.
   *
   * @param remark for the text of a call that took too long
   */
  record Limits(long cpuNanos, long wallNanos, long memory, String remark) {
    private void write(FrameWriter out) {
      out.number(cpuNanos).number(wallNanos).number(memory).text(remark);
    }

    private static Limits read(FrameReader in) {
      return new Limits(in.longNumber(), in.longNumber(), in.longNumber(), in.text());
    }
  }

  /** What a script gets. */
  record Arguments(Form form, byte[] payload, List<String> texts, List<Map<String, String>> maps) {

    /** Whose arguments they are, which decides what the parts mean. */
    public enum Form {
      UPLINK,
      DEDICATED,
      DOWNLINK
    }

    private void write(FrameWriter out) {
      out.text(form.name()).bytes(payload).texts(texts).number(maps.size());
      maps.forEach(out::texts);
    }

    private static Arguments read(FrameReader in) {
      Form form = Form.valueOf(in.text());
      byte[] payload = in.bytes();
      List<String> texts = in.list();
      List<Map<String, String>> maps = new ArrayList<>();
      for (int left = in.number(); left > 0; left--) {
        maps.add(in.texts());
      }
      return new Arguments(form, payload, texts, maps);
    }
  }

  /** A realm is not needed any more. */
  record Close(int realm) implements Order {
    private static final int TYPE = 4;

    @Override
    public byte[] frame() {
      return new FrameWriter(TYPE).number(realm).frame();
    }
  }
}
