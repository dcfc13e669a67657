package io.integrationhost.host.bench;

import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** TCP devices of one integration, beside another integration whose converter attacks the host. */
final class AttackLoad implements Load {

  private final Target target;
  private final WholeHost host;
  private final Devices devices;
  private final Attackers attackers;

  AttackLoad(BenchSettings bench, Attack attack, Path directory, String durability) {
    int port = GuideSocket.freePort();
    int neighbourPort = GuideSocket.freePort();
    target = Target.start(bench, port, neighbourPort, attack);
    host = new WholeHost(target, bench.home(), directory, durability);
    devices = new BusyDevices(port, bench.connections());
    attackers = new Attackers(neighbourPort);
  }

  @Override
  public long delivered() {
    return host.delivered();
  }

  @Override
  public long wireBytes() {
    return target.server().wireBytes();
  }

  @Override
  public void record(boolean on) {
    devices.record(on);
  }

  @Override
  public Tally finish() {
    attackers.finish();
    devices.finish();
    long others = attackers.accepted();
    Waiting.until(
        () ->
            delivered() >= devices.accepted()
                && target.server().items() >= devices.accepted() + others,
        "the delivery of what was answered with OK");
    return new Tally(
        devices.accepted(), delivered(), target.server().items() - others, devices.refused());
  }

  @Override
  public Map<String, Histogram> latencies() {
    return devices.latencies();
  }

  @Override
  public void close() {
    host.close();
    target.close();
  }
}
