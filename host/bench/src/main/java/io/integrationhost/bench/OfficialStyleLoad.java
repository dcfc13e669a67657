package io.integrationhost.bench;

import java.nio.file.Path;
import java.util.List;

/** Decoded uplinks through the official-style path. */
final class OfficialStyleLoad implements Load {

  private final Target target;
  private final OfficialStyle path;
  private final Publishers publishers;

  OfficialStyleLoad(BenchSettings bench, Path directory) {
    target = Target.start(bench, 1);
    path =
        new OfficialStyle(
            target,
            Defaults.settings(bench.home(), directory, target.server().port(), "none"),
            directory);
    publishers = new Publishers(bench.publishers(), List.of(path.uplinks()));
  }

  @Override
  public long delivered() {
    return path.delivered();
  }

  @Override
  public long wireBytes() {
    return target.server().wireBytes();
  }

  @Override
  public Tally finish() {
    publishers.finish();
    Waiting.until(
        () -> delivered() >= publishers.accepted(), "the delivery of the official-style path");
    return new Tally(
        publishers.accepted(), delivered(), target.server().items(), publishers.refused());
  }

  @Override
  public void close() {
    path.close();
    target.close();
  }
}
