package io.integrationhost.plugins.opcua;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JDK forget the library's records. Java 17 keeps the types of the last record that it made
 * {@code equals} and {@code hashCode} for, and with them their class loader, until it makes them
 * for another one (JDK-8078641).
 */
final class LastRecord {

  private static final Logger log = LoggerFactory.getLogger(LastRecord.class);

  private LastRecord() {}

  /** Makes both for what could be a record of one text, of classes that stay anyway. */
  static void forget() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle text =
          lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
      for (String method : new String[] {"equals", "hashCode"}) {
        Object unused =
            ObjectMethods.bootstrap(lookup, method, MethodHandle.class, String.class, "text", text);
      }
    } catch (Throwable e) {
      log.debug("the last record is not forgotten", e);
      if (e instanceof Error error) {
        throw error;
      }
    }
  }
}
