package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugins.teltonika.codec.HeldBytes;
import io.integrationhost.plugins.teltonika.telemetry.RecordMapper;
import java.time.Clock;

/** What all devices of one transport share. */
record Service(
    Settings settings,
    FrameIntake frames,
    Delivery delivery,
    Permits permits,
    LoggedIn loggedIn,
    HeldBytes.Share memory,
    Reports reports,
    Clock clock) {

  static Service of(
      TransportContext context, Settings settings, HeldBytes.Share memory, Reports reports) {
    var delivery = new Delivery(context.uplinks(), reports);
    return new Service(
        settings,
        new FrameIntake(
            settings.poison(),
            new RecordMapper(settings.elements()),
            delivery,
            reports,
            context.clock()),
        delivery,
        new Permits(settings.limits().frames()),
        new LoggedIn(),
        memory,
        reports,
        context.clock());
  }
}
