package io.integrationhost.emulator;

import io.integrationhost.remote.proto.TbMsgProto;
import java.util.Set;
import java.util.UUID;

/** What the server demands of a custom rule engine message (facts 1.5). */
final class CustomMessages {
  private static final int DATA_TYPES = 3;

  private static final Set<String> ENTITY_TYPES =
      Set.of(
          "TENANT",
          "CUSTOMER",
          "USER",
          "DASHBOARD",
          "ASSET",
          "DEVICE",
          "ALARM",
          "ENTITY_GROUP",
          "CONVERTER",
          "INTEGRATION",
          "RULE_CHAIN",
          "RULE_NODE",
          "SCHEDULER_EVENT",
          "BLOB_ENTITY",
          "ENTITY_VIEW",
          "WIDGETS_BUNDLE",
          "WIDGET_TYPE",
          "ROLE",
          "GROUP_PERMISSION",
          "TENANT_PROFILE",
          "DEVICE_PROFILE",
          "ASSET_PROFILE",
          "API_USAGE_STATE",
          "TB_RESOURCE",
          "OTA_PACKAGE",
          "EDGE",
          "RPC",
          "QUEUE",
          "QUEUE_STATS",
          "NOTIFICATION_TARGET",
          "NOTIFICATION_TEMPLATE",
          "NOTIFICATION_REQUEST",
          "NOTIFICATION",
          "NOTIFICATION_RULE",
          "OAUTH2_CLIENT",
          "DOMAIN",
          "MOBILE_APP",
          "MOBILE_APP_BUNDLE",
          "CALCULATED_FIELD",
          "CALCULATED_FIELD_LINK",
          "JOB",
          "SECRET",
          "ADMIN_SETTINGS",
          "AI_MODEL",
          "API_KEY",
          "REPORT",
          "REPORT_TEMPLATE");

  private CustomMessages() {}

  static void check(TbMsgProto message) throws UplinkFailure {
    try {
      var unused = UUID.fromString(message.getId());
    } catch (IllegalArgumentException e) {
      throw new UplinkFailure("Invalid UUID string: " + message.getId());
    }
    if (!ENTITY_TYPES.contains(message.getEntityType())) {
      throw new UplinkFailure("No enum constant EntityType." + message.getEntityType());
    }
    if (message.getDataType() < 0 || message.getDataType() >= DATA_TYPES) {
      throw new UplinkFailure(
          "Index " + message.getDataType() + " out of bounds for length " + DATA_TYPES);
    }
  }
}
