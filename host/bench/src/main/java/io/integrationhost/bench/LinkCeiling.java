package io.integrationhost.bench;

/** The bare gRPC stream. */
final class LinkCeiling implements Load {

  static final int WINDOW = 30;

  private final Target target;
  private final BareStream stream;

  LinkCeiling(BenchSettings bench) {
    target = Target.start(bench, 1);
    stream =
        new BareStream(
            target.server().port(), Target.key(0), Target.SECRET, Readings.batches(), WINDOW);
  }

  @Override
  public long delivered() {
    return stream.answered() * Readings.BATCH;
  }

  @Override
  public long wireBytes() {
    return target.server().wireBytes();
  }

  @Override
  public Tally finish() {
    stream.stop();
    Waiting.until(
        () -> stream.answered() > 0 && stream.answered() == stream.sent(),
        "the last answer to the bare stream");
    return new Tally(stream.sent() * Readings.BATCH, delivered(), target.server().items(), 0);
  }

  @Override
  public void close() {
    stream.close();
    target.close();
  }
}
