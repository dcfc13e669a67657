package io.integrationhost.kit.http;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells of a shared connection to the transports whose requests it carries: to each what concerns
 * it. What concerns nobody yet, such as a client that is turned away, is told to one of them.
 */
final class PortWire implements Wire {

  /** A connection that carries requests of more is told of anew for some. */
  private static final int MOST_SEATS = 16;

  private final Sites sites;
  private final Map<Source, Connection> open = new ConcurrentHashMap<>();

  PortWire(Sites sites) {
    this.sites = sites;
  }

  @Override
  public Line opened(Source source, String remoteAddress) {
    var connection = new Connection(source, remoteAddress);
    open.put(source, connection);
    return connection;
  }

  Connection of(Source source) {
    return open.get(source);
  }

  @Override
  public void refused(Refusal why) {
    sites.any().ifPresent(seat -> seat.context().wire().refused(why));
  }

  /** The lines of one connection. Belongs to its loop. */
  final class Connection implements Line {

    private record Told(Sites.Seat seat, Line line) {}

    private final Source source;
    private final String remoteAddress;
    private final List<Told> lines = new ArrayList<>(1);

    private Connection(Source source, String remoteAddress) {
      this.source = source;
      this.remoteAddress = remoteAddress;
    }

    Line to(Sites.Seat seat) {
      for (Told each : lines) {
        if (each.seat().equals(seat)) {
          return each.line();
        }
      }
      if (lines.size() == MOST_SEATS) {
        lines.remove(0).line().closed(End.OTHER);
      }
      Line line = seat.context().wire().opened(source, remoteAddress);
      lines.add(new Told(seat, line));
      return line;
    }

    @Override
    public void received(int bytes) {
      // Told when it is known whose they are.
    }

    @Override
    public void sent(int bytes) {
      // As above.
    }

    @Override
    public boolean isWatched() {
      return false;
    }

    @Override
    public void receivedCopy(byte[] bytes) {
      // Never watched itself.
    }

    @Override
    public void sentCopy(byte[] bytes) {
      // Never watched itself.
    }

    @Override
    public void device(String name) {
      // A connection has no device of its own.
    }

    @Override
    public void fault(Fault why) {
      lines.forEach(each -> each.line().fault(why));
    }

    @Override
    public void paused(boolean now) {
      lines.forEach(each -> each.line().paused(now));
    }

    @Override
    public void closed(End why) {
      lines.forEach(each -> each.line().closed(why));
      open.remove(source);
    }
  }
}
