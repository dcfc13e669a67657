package io.integrationhost.admin.metrics;

import static io.integrationhost.admin.metrics.Label.*;

import io.integrationhost.ground.Scale;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All metrics that the host itself has. The name of each is that of its constant in lower case; one
 * that ends with TOTAL is a counter, one with a scale a histogram, every other one a gauge.
 * People's dashboards hold these names, so none is ever changed.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are never changed
enum Metric {
  BUILD_INFO("Always 1; which versions run.", VERSION, JAVA, PLUGIN_API),
  READY("Whether the host can serve devices, as /health/ready answers."),
  SETTINGS_RELOADS_TOTAL("Changes of the settings file.", RELOAD),
  SETTINGS_LAST_RELOAD_SUCCESSFUL("0 while the settings file on the disk is refused."),
  SETTINGS_LAST_RELOAD_SUCCESS_TIMESTAMP_SECONDS("When settings in use were read last."),
  LOG_EVENTS_TOTAL("Lines in the log.", LEVEL),
  LOG_SUPPRESSED_TOTAL("Lines held back since too many of their kind came."),
  DATA_DIRECTORY_FREE_BYTES("Free for the host in the file system of its data directory."),
  DATA_DIRECTORY_SIZE_BYTES("Size of the file system of the data directory."),

  INTEGRATION_STATE("1 for the present state.", I, PHASE),
  INTEGRATION_STATE_CHANGES_TOTAL("Entries into a state.", I, PHASE),
  INTEGRATION_INFO("Always 1; the type as ThingsBoard names it.", I, TYPE),
  INTEGRATION_PAUSED("1 while an operator has it rest.", I, PAUSED),
  CONFIGURATION_PUSHES_TOTAL("Configurations from ThingsBoard.", I, PUSH_SOURCE, PUSH_RESULT),
  CONFIGURATION_TIMESTAMP_SECONDS("When the configuration in use was put to use.", I),

  LINK_CONNECTED("1 while ThingsBoard has accepted the integration.", I),
  LINK_ATTEMPTS_TOTAL("Attempts to connect to ThingsBoard.", I, ATTEMPT),
  LINK_SESSIONS_ENDED_TOTAL("Accepted sessions that are over.", I, SESSION_END),
  LINK_SESSION_START_TIMESTAMP_SECONDS("When the session of now began; absent without one.", I),
  LINK_REFRESHES_PLANNED("Reconnects still due since the session may be deaf.", I),
  LINK_MESSAGES_SENT_TOTAL("Uplink messages to ThingsBoard, without heartbeats.", I),
  LINK_SENT_BYTES_TOTAL("Bytes of these, encoded, before TLS.", I),
  LINK_ANSWERS_TOTAL("ThingsBoard's answers to messages.", I, ANSWER),
  LINK_IN_FLIGHT_MESSAGES("Messages that wait for their answers.", I),
  LINK_WINDOW_MESSAGES("So many messages of an integration may wait for answers."),
  LINK_ANSWER_DURATION_SECONDS(Scale.DURATIONS, "From a message to its answer.", I),
  LINK_MESSAGE_ITEMS(Scale.COUNTS, "Items in a message.", I),
  LINK_MESSAGE_BYTES(Scale.BYTES, "Bytes of a message.", I),
  LINK_RATE_LIMITED_SECONDS_TOTAL("Time waited because ThingsBoard said too much came.", I),
  LINK_PUSHES_TOTAL("What ThingsBoard pushed.", I, LINK_PUSH),
  LINK_LAST_PUSH_TIMESTAMP_SECONDS("When it pushed last: a hint at deafness, no proof.", I),

  EVENTS_SENT_TOTAL("Events that ThingsBoard has taken.", I, EVENT),
  EVENTS_DROPPED_TOTAL("Events that were left out.", I, EVENT, EVENT_DROP),

  UPLINKS_PUBLISHED_TOTAL("Uplinks that the transport handed over.", I, T),
  UPLINKS_SETTLED_TOTAL("Receipts that the transport got.", I, T, RECEIPT),
  UPLINKS_UNDER_WAY("Uplinks without a receipt.", I, T),
  UPLINKS_UNDER_WAY_LIMIT("So many uplinks of a transport may be under way."),
  UPLINK_PAYLOAD_BYTES(Scale.BYTES, "Bytes of a payload for a converter.", I),
  UPLINK_RECEIPT_DURATION_SECONDS(
      Scale.DURATIONS, "From publishing to the receipt: what a device waits.", I),
  ITEMS_STORED_TOTAL("Readings stored; one uplink may give several.", I),
  ITEMS_DELIVERED_TOTAL("Readings that ThingsBoard accepted.", I),
  ITEMS_RESENT_TOTAL("Readings sent once more: possible duplicates.", I, RESENT),
  ITEMS_REFUSED_TOTAL("Readings that ThingsBoard refuses for good, alone.", I),
  DELIVERY_DELAY_SECONDS(Scale.DELAYS, "From storing to ThingsBoard's acceptance.", I),

  SPOOL_ITEMS("Readings stored and not accepted yet: the backlog.", I),
  SPOOL_BYTES("Bytes of these.", I),
  SPOOL_DISK_BYTES("What the spool takes on the disk.", I),
  SPOOL_MAX_BYTES("What it may take.", I),
  SPOOL_OLDEST_ITEM_AGE_SECONDS("Age of the oldest reading; 0 when there is none.", I),
  SPOOL_WAITING_APPENDS("Readings that wait for room or for the disk.", I),
  SPOOL_LOST_ITEMS_TOTAL("Acknowledged readings that were lost.", I, LOSS),
  SPOOL_LOST_BYTES_TOTAL("Bytes of these.", I, LOSS),
  SPOOL_STATE("1 for the present state of the storage.", I, Label.SPOOL_STATE),
  SPOOL_COMMIT_DURATION_SECONDS(Scale.DURATIONS, "Write and sync of one group, all spools."),
  SPOOL_COMMIT_ITEMS(Scale.COUNTS, "Readings in a group."),
  SPOOL_WRITTEN_BYTES_TOTAL("Bytes written for all spools."),

  CONVERSIONS_TOTAL("Messages given to converters.", I, DIRECTION, CONVERSION),
  CONVERSION_DURATION_SECONDS(
      Scale.DURATIONS, "How long a script ran, waiting excluded.", I, DIRECTION),
  CONVERSION_CPU_SECONDS_TOTAL("Processor time of scripts.", I, DIRECTION),
  CONVERTER_WAITING("Messages before the converter.", I, DIRECTION),
  CONVERTER_BLOCKED("1 while it refuses all messages.", I, DIRECTION),
  CONVERTER_BLOCKED_SOURCES("Sources whose messages it refuses.", I, DIRECTION),
  CONVERTER_LOST_THREADS("Threads held by scripts that nothing stops.", I),
  CONVERTER_PROCESSES("Processes that run its scripts alone.", I),
  CONVERTER_WORKERS("Threads for scripts; lost: held by one that nothing stops.", WORKER),

  TRANSPORT_STATE("1 for the present state.", I, T, Label.TRANSPORT_STATE),
  TRANSPORT_INFO("Always 1; which plugin makes it.", I, T, P),
  TRANSPORT_STARTS_TOTAL("Starts.", I, T, START),
  TRANSPORT_CONNECTIONS("Sessions open now.", I, T),
  TRANSPORT_CONNECTIONS_OPENED_TOTAL("Sessions that began.", I, T),
  TRANSPORT_CONNECTIONS_CLOSED_TOTAL("Sessions that ended.", I, T, CONNECTION_END),
  TRANSPORT_CONNECTIONS_REFUSED_TOTAL("Peers turned away.", I, T, REFUSAL),
  TRANSPORT_RECEIVED_BYTES_TOTAL("Bytes from peers.", I, T),
  TRANSPORT_SENT_BYTES_TOTAL("Bytes to peers.", I, T),
  TRANSPORT_FRAME_ERRORS_TOTAL("Faults of what peers send.", I, T, FRAME_FAULT),
  TRANSPORT_PAUSED_CONNECTIONS("Sessions not read because the host is slower.", I, T),
  TRANSPORT_UNFINISHED_BYTES("Kept for unfinished messages and answers not taken.", I, T),
  MEMORY_LIMIT_BYTES("What plugins may keep together because of their devices."),
  MEMORY_HELD_BYTES("What they keep."),

  PLUGIN_INFO("Always 1; versions in the plugins directory.", P, VERSION, PLUGIN_STATE),
  PLUGIN_REJECTED_JARS("Files of the plugins directory that cannot be used."),
  PLUGIN_LOADS_TOTAL("What became of jars.", P, LOAD),
  PLUGIN_LEAKED_LOADERS("Unloaded copies whose memory is still taken.", P),
  PLUGIN_CALL_DURATION_SECONDS(Scale.DURATIONS, "How long a call held the plugin's lane.", P, CALL),
  PLUGIN_LANE_WAITING("Calls that wait for the plugin's lane.", P),
  PLUGIN_FAILURES_TOTAL("Calls of a plugin that ended badly.", P, PLUGIN_FAULT),

  DEAD_LETTERS("Letters kept aside.", I, LETTER),
  DEAD_LETTERS_BYTES("Bytes of their files.", I, LETTER),
  DEAD_LETTERS_ADDED_TOTAL("Letters written.", I, LETTER),
  DEAD_LETTERS_REMOVED_TOTAL("Letters that are gone.", I, LETTER, LETTER_END),
  DEAD_LETTERS_BLOCKED("1 while delivery waits for room for letters.", I),

  DOWNLINKS_RECEIVED_TOTAL("Downlinks from ThingsBoard.", I),
  DOWNLINKS_SETTLED_TOTAL("What became of downlinks.", I, DOWNLINK_END),
  DOWNLINKS_WAITING("Downlinks that wait for absent devices.", I),
  DOWNLINKS_WAITING_BYTES("Bytes of these.", I),
  DOWNLINK_HANDOVER_DURATION_SECONDS(
      Scale.DELAYS, "From the push until the bytes are on the connection.", I),

  ADMIN_REQUESTS_TOTAL("Answered requests.", ROUTE, CODE),
  ADMIN_REQUEST_DURATION_SECONDS(Scale.DURATIONS, "How long an answer took.", ROUTE),
  ADMIN_REFUSED_TOTAL("Requests that were not let in.", ADMIN_REFUSAL),
  ADMIN_STREAMS("Streams open now.", STREAM),
  TAP_DROPPED_TOTAL("Events that a slow reader of a tap missed."),

  NETTY_POOLED_BYTES("Taken for the buffers of the link.", AREA);

  static final String PREFIX = "integrationhost_";

  private final Optional<Scale> scale;
  private final String help;
  private final List<Label> labels;

  Metric(String help, Label... labels) {
    this.scale = Optional.empty();
    this.help = help;
    this.labels = List.of(labels);
  }

  Metric(Scale scale, String help, Label... labels) {
    this.scale = Optional.of(scale);
    this.help = help;
    this.labels = List.of(labels);
  }

  /** How its values are to be read. */
  enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /** As people write it in their dashboards. */
  String fullName() {
    String own = name().toLowerCase(Locale.ROOT);
    return this == NETTY_POOLED_BYTES ? own : PREFIX + own;
  }

  Type type() {
    if (scale.isPresent()) {
      return Type.HISTOGRAM;
    }
    return name().endsWith("_TOTAL") ? Type.COUNTER : Type.GAUGE;
  }

  Optional<Scale> scale() {
    return scale;
  }

  List<Label> labels() {
    return labels;
  }

  /** For the client, which adds the end of a counter's name itself. */
  MetricMetadata metadata() {
    String name = fullName();
    return new MetricMetadata(
        type() == Type.COUNTER ? name.substring(0, name.length() - "_total".length()) : name, help);
  }
}
