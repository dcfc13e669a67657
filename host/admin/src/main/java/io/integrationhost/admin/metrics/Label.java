package io.integrationhost.admin.metrics;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A label of a metric.
 *
 * @param values all it may have but {@code other}; empty when they come from settings, jars or the
 *     description of the API, which are short lists too
 */
record Label(String name, Set<String> values) {

  static final String OTHER = "other";

  static final Label I = open("integration");
  static final Label T = open("transport");
  static final Label P = open("plugin");
  static final Label VERSION = open("version");
  static final Label JAVA = open("java");
  static final Label PLUGIN_API = open("plugin_api");
  static final Label TYPE = open("type");
  static final Label ROUTE = open("route");
  static final Label CODE = open("code");

  static final Label RELOAD = closed("result", "applied", "rejected");
  static final Label LEVEL = closed("level", "warn", "error");
  static final Label PHASE =
      closed(
          "state",
          "stopped",
          "connecting",
          "refused",
          "starting",
          "running",
          "degraded",
          "failed",
          "disabled",
          "stopping",
          "standby");
  static final Label PAUSED = closed("what", "intake", "delivery");
  static final Label PUSH_SOURCE = closed("kind", "connect", "integration", "converter");
  static final Label PUSH_RESULT = closed("result", "applied", "unchanged", "refused");
  static final Label ATTEMPT =
      closed(
          "result",
          "accepted",
          "name_not_found",
          "connection_refused",
          "unreachable",
          "tls",
          "key_rejected",
          "server_unavailable");
  static final Label SESSION_END =
      closed(
          "reason",
          "left",
          "refresh",
          "no_answer",
          "stream_ended",
          "stream_failed",
          "too_many_pings",
          "message_too_large",
          "protocol_error");
  static final Label ANSWER = closed("result", "success", "rate_limited", "refused");
  static final Label LINK_PUSH = closed("kind", "downlink", "integration", "converter");
  static final Label EVENT = closed("kind", "lifecycle", "statistics", "debug", "raw_data");
  static final Label EVENT_DROP = closed("reason", "budget", "full", "refused");
  static final Label RECEIPT =
      closed(
          "result",
          "stored",
          "no_content",
          "disabled",
          "converter",
          "invalid",
          "overloaded",
          "unavailable");
  static final Label RESENT = closed("reason", "session_lost", "refused");
  static final Label LOSS = closed("reason", "overflow", "expired", "damaged");
  static final Label SPOOL_STATE = closed("state", "ok", "disk_full", "failed", "closed");
  static final Label DIRECTION = closed("direction", "uplink", "downlink");
  static final Label CONVERSION =
      closed(
          "result",
          "converted",
          "empty",
          "script",
          "result",
          "timeout",
          "memory",
          "size",
          "compile",
          "blocked",
          "overloaded",
          "internal",
          "closed");
  static final Label WORKER = closed("state", "idle", "busy", "lost");
  static final Label TRANSPORT_STATE =
      closed("state", "starting", "up", "degraded", "down", "stopped");
  static final Label START = closed("result", "started", "failed");
  static final Label CONNECTION_END =
      closed("reason", "device", "idle", "error", "limit", "stopped");
  static final Label REFUSAL = closed("reason", "limit", "address", "tls", "proxy", "login");
  static final Label FRAME_FAULT = closed("reason", "too_long", "malformed", "timeout", "memory");
  static final Label PLUGIN_STATE = closed("state", "loaded", "superseded");
  static final Label LOAD = closed("result", "loaded", "rejected", "rolled_back", "unloaded");
  static final Label CALL =
      closed("call", "create", "start", "stop", "downlink", "health", "close");
  static final Label PLUGIN_FAULT =
      closed(
          "kind", "configuration", "unavailable", "rejected", "incompatible", "deadline", "defect");
  static final Label LETTER = closed("kind", "reading", "payload");
  static final Label LETTER_END = closed("reason", "replayed", "evicted", "purged");
  static final Label DOWNLINK_END =
      closed(
          "result",
          "sent",
          "expired",
          "displaced",
          "rejected",
          "unconfirmed",
          "converter",
          "no_converter",
          "disabled",
          "deadline");
  static final Label ADMIN_REFUSAL =
      closed("reason", "unauthenticated", "forbidden", "host", "origin", "limit");
  static final Label STREAM = closed("kind", "tap", "live");
  static final Label AREA = closed("area", "heap", "direct");

  private static Label open(String name) {
    return new Label(name, Set.of());
  }

  private static Label closed(String name, String... values) {
    return new Label(name, Collections.unmodifiableSet(new LinkedHashSet<>(List.of(values))));
  }

  boolean isClosed() {
    return !values.isEmpty();
  }

  /** The value itself, if it is one; else what stands for all others. */
  String known(String value) {
    return !isClosed() || values.contains(value) ? value : OTHER;
  }
}
