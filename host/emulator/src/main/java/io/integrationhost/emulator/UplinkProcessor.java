package io.integrationhost.emulator;

import io.integrationhost.emulator.ReceivedItem.Kind;
import io.integrationhost.remote.proto.AssetUplinkDataProto;
import io.integrationhost.remote.proto.DeviceUplinkDataProto;
import io.integrationhost.remote.proto.IntegrationStatisticsProto;
import io.integrationhost.remote.proto.TbEventProto;
import io.integrationhost.remote.proto.TbEventSource;
import io.integrationhost.remote.proto.TbMsgProto;
import io.integrationhost.remote.proto.UplinkMsg;

/**
 * Processes one uplink message after the other in the server's order, up to the first failure
 * (facts 2.4). An item becomes an object only when someone looks at it.
 */
final class UplinkProcessor {
  static final String NULL_CALLBACK =
      "Cannot invoke \"TransportServiceCallback.onSuccess(Object)\" because \"callback\" is null";

  private final ItemReader reader;
  private final ReceivedLog log;

  UplinkProcessor(ItemReader reader, ReceivedLog log) {
    this.reader = reader;
    this.log = log;
  }

  /**
   * Processes a message.
   *
   * @param number of the message among those with items, 0 when it does not matter
   */
  Answer process(IntegrationState state, AnswerRules rules, long number, UplinkMsg message) {
    Tally tally = new Tally();
    Answer answer = Answer.SUCCESS;
    try {
      if (number > 0) {
        rules.checkMessage(number);
      }
      new Run(state.integration(), rules, tally).message(message);
    } catch (UplinkFailure e) {
      answer = e.cuts() ? Answer.CUT : Answer.failure(e.getMessage());
    }
    log.count(state, tally.message(answer.success()));
    return answer;
  }

  static boolean hasItems(UplinkMsg message) {
    return message.getDeviceDataCount()
            + message.getAssetDataCount()
            + message.getEntityViewDataCount()
            + message.getIntegrationStatisticsCount()
            + message.getEventsDataCount()
            + message.getTbMsgProtoCount()
        > 0;
  }

  /** The way through one message. */
  private final class Run {
    private final EmulatedIntegration integration;
    private final AnswerRules rules;
    private final Tally tally;
    private final boolean visible;

    private Run(EmulatedIntegration integration, AnswerRules rules, Tally tally) {
      this.integration = integration;
      this.rules = rules;
      this.tally = tally;
      this.visible = log.wantsItems() || rules.watchesItems();
    }

    private void message(UplinkMsg message) throws UplinkFailure {
      for (DeviceUplinkDataProto data : message.getDeviceDataList()) {
        entity(UplinkEntity.of(data), RateLimit.Scope.DEVICE);
      }
      for (AssetUplinkDataProto data : message.getAssetDataList()) {
        entity(UplinkEntity.of(data), RateLimit.Scope.ASSET);
      }
      if (message.getEntityViewDataCount() > 0 && rules.policy().faithful()) {
        throw new UplinkFailure(NULL_CALLBACK);
      }
      for (IntegrationStatisticsProto data : message.getIntegrationStatisticsList()) {
        statistics(data);
      }
      for (TbEventProto event : message.getEventsDataList()) {
        event(event);
      }
      for (TbMsgProto custom : message.getTbMsgProtoList()) {
        custom(custom);
      }
    }

    private void entity(UplinkEntity entity, RateLimit.Scope scope) throws UplinkFailure {
      rules.checkLimit(RateLimit.Scope.TENANT, "");
      rules.checkLimit(scope, entity.name());
      UplinkEntity kept = rules.policy().faithful() ? entity.asTaken() : entity;
      if (visible) {
        show(reader.entity(integration, kept));
      }
      tally.item(entity.kind());
      tally.content(
          kept.telemetry().getTsKvListCount(),
          Values.count(kept.telemetry()) + kept.attributes().getKvCount());
    }

    private void statistics(IntegrationStatisticsProto data) throws UplinkFailure {
      if (visible) {
        show(reader.statistics(integration, data));
      }
      tally.item(Kind.STATISTICS);
      tally.content(
          data.getPostTelemetryMsg().getTsKvListCount(), Values.count(data.getPostTelemetryMsg()));
    }

    private void event(TbEventProto event) throws UplinkFailure {
      if (event.getSource() == TbEventSource.INTEGRATION) {
        rules.checkLimit(RateLimit.Scope.INTEGRATION_EVENTS, "");
      }
      if (visible) {
        show(reader.event(integration, event));
      }
      tally.item(Kind.EVENT);
    }

    private void custom(TbMsgProto message) throws UplinkFailure {
      CustomMessages.check(message);
      if (visible) {
        show(reader.custom(integration, message));
      }
      tally.item(Kind.MESSAGE);
    }

    private void show(ReceivedItem item) throws UplinkFailure {
      rules.checkItem(item);
      log.item(item);
    }
  }

  /** Counts the items of one uplink message; used by one thread. */
  private static final class Tally {
    private long devices;
    private long assets;
    private long statistics;
    private long events;
    private long customMessages;
    private long readings;
    private long values;

    void item(Kind kind) {
      switch (kind) {
        case DEVICE -> devices++;
        case ASSET -> assets++;
        case STATISTICS -> statistics++;
        case EVENT -> events++;
        case MESSAGE -> customMessages++;
      }
    }

    void content(long moreReadings, long moreValues) {
      readings += moreReadings;
      values += moreValues;
    }

    ReceivedCounts message(boolean success) {
      return new ReceivedCounts(
          1,
          success ? 0 : 1,
          devices,
          assets,
          statistics,
          events,
          customMessages,
          readings,
          values);
    }
  }
}
