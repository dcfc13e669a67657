package io.integrationhost.remote.standin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.UUID;

/**
 * Reads events with Java's own reader. Java compares simple class names, version numbers and fields
 * with those of the classes below.
 */
public final class StandIns extends ObjectInputStream {
  private static final String THEIRS = "org.thingsboard.";

  private StandIns(InputStream in) throws IOException {
    super(in);
  }

  /** What an event holds, as text. */
  public static String asText(byte[] stream) throws IOException, ClassNotFoundException {
    try (StandIns in = new StandIns(new ByteArrayInputStream(stream))) {
      String event = in.readObject().toString();
      if (in.read() >= 0) {
        throw new IOException("bytes are left over");
      }
      return event;
    }
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    String name = description.getName();
    if (!name.startsWith(THEIRS)) {
      return super.resolveClass(description);
    }
    String ours = StandIns.class.getPackageName() + name.substring(name.lastIndexOf('.'));
    return Class.forName(ours, false, StandIns.class.getClassLoader());
  }
}

abstract class IdBased implements Serializable {
  private static final long serialVersionUID = 2084362239490464901L;
  UUIDBased id;
}

abstract class BaseData extends IdBased {
  private static final long serialVersionUID = 5422817607129962637L;
  long createdTime;
}

abstract class Event extends BaseData {
  private static final long serialVersionUID = -2574557175429727517L;
  TenantId tenantId;
  UUID entityId;
  String serviceId;

  @Override
  public String toString() {
    return String.join(
        "|",
        id == null ? "no id" : id.getClass().getSimpleName() + " " + id.id,
        Long.toString(createdTime),
        tenantId.id.toString(),
        String.valueOf(entityId),
        serviceId);
  }
}

final class LifecycleEvent extends Event {
  private static final long serialVersionUID = -3247420461850911549L;
  String lcEventType;
  boolean success;
  String error;

  @Override
  public String toString() {
    return super.toString() + "|" + lcEventType + "|" + success + "|" + error;
  }
}

final class StatisticsEvent extends Event {
  private static final long serialVersionUID = 6683733979448910631L;
  long messagesProcessed;
  long errorsOccurred;

  @Override
  public String toString() {
    return super.toString() + "|" + messagesProcessed + "|" + errorsOccurred;
  }
}

final class IntegrationDebugEvent extends Event {
  private static final long serialVersionUID = 7567368757325859662L;
  String eventType;
  String messageType;
  String message;
  String status;
  String error;

  @Override
  public String toString() {
    return String.join(
        "|", super.toString(), eventType, messageType, message, status, String.valueOf(error));
  }
}

final class ConverterDebugEvent extends Event {
  private static final long serialVersionUID = 4140282736411790979L;
  String eventType;
  String inMsgType;
  String inMsg;
  String outMsgType;
  String outMsg;
  String metadata;
  String error;

  @Override
  public String toString() {
    return String.join(
        "|", super.toString(), eventType, inMsgType, inMsg, outMsgType, outMsg, metadata, error);
  }
}

final class RawDataEvent extends Event {
  private static final long serialVersionUID = 3697667306693427131L;
  String uuid;
  String messageType;
  String message;

  @Override
  public String toString() {
    return String.join("|", super.toString(), uuid, messageType, message);
  }
}

abstract class UUIDBased implements Serializable {
  private static final long serialVersionUID = 1L;
  UUID id;
}

final class TenantId extends UUIDBased {
  private static final long serialVersionUID = 1L;
}

final class EventId extends UUIDBased {
  private static final long serialVersionUID = 1L;
}
