package io.integrationhost.runtime;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of classes of plugins that Java keeps. It makes {@code equals}, {@code hashCode} and
 * {@code toString} of a record at their first call, of handles that are common to all and remember
 * the types for which they were adapted last; up to Java 18 so firmly that the class loader of a
 * plugin stays until the next record is made ready somewhere, which may be never.
 */
final class RecordMethods {

  private static final Logger LOG = LoggerFactory.getLogger(RecordMethods.class);

  /** Of a component that is no class of Java's own: for each such type handles are adapted. */
  private record Blank(Blank next) {}

  private RecordMethods() {}

  /** Makes the methods of a record of our own ready, in place of those of a plugin. */
  static void forgetPlugins() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      MethodHandle next = lookup.findVirtual(Blank.class, "next", methodType(Blank.class));
      ready(lookup, "equals", next, methodType(boolean.class, Blank.class, Object.class));
      ready(lookup, "hashCode", next, methodType(int.class, Blank.class));
      ready(lookup, "toString", next, methodType(String.class, Blank.class));
    } catch (Throwable e) {
      // Nothing hangs on it but memory; what cannot be let go is reported as any leak.
      LOG.debug("the methods of records still lead to a plugin", e);
    }
  }

  private static void ready(
      MethodHandles.Lookup lookup, String method, MethodHandle next, MethodType type)
      throws Throwable {
    var unused = ObjectMethods.bootstrap(lookup, method, type, Blank.class, "next", next);
  }
}
