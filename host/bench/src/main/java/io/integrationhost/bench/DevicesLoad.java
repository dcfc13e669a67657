package io.integrationhost.bench;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** TCP devices against the host, or against the official-style path behind the same plugin. */
final class DevicesLoad implements Load {

  private final Target target;
  private final TcpHost host;
  private final Devices devices;

  /**
   * @param target closed with this
   * @param starter makes what serves the devices
   * @param connector connects the devices to what is served
   */
  DevicesLoad(Target target, Function<Target, TcpHost> starter, Supplier<Devices> connector) {
    this.target = target;
    host = starter.apply(target);
    devices = connector.get();
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
  public boolean hasNeighbour() {
    return devices.hasNeighbour();
  }

  @Override
  public void neighbour(boolean sending) {
    devices.neighbour(sending);
  }

  @Override
  public void record(boolean on) {
    devices.record(on);
  }

  @Override
  public Tally finish() {
    devices.finish();
    long others = devices.acceptedOfNeighbour();
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
