package io.integrationhost.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** Devices beside those of a neighbour, which send when asked to and are not measured. */
record NeighbouredDevices(Devices measured, Attackers neighbour) implements Devices {

  @Override
  public boolean hasNeighbour() {
    return true;
  }

  @Override
  public void neighbour(boolean sending) {
    neighbour.send(sending);
  }

  @Override
  public void record(boolean on) {
    measured.record(on);
  }

  @Override
  public void finish() {
    neighbour.finish();
    measured.finish();
  }

  @Override
  public long accepted() {
    return measured.accepted();
  }

  @Override
  public long acceptedOfNeighbour() {
    return neighbour.accepted();
  }

  @Override
  public long refused() {
    return measured.refused();
  }

  @Override
  public Map<String, Histogram> latencies() {
    return measured.latencies();
  }
}
