package io.integrationhost.converter.tbel;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.BaseStream;

/**
 * Which methods of Java's classes a script may use, as a call or as a property: those of the
 * packages and classes named here, but for those that would change the process, write to its
 * output, start threads, or go on for as long as they like. What is not named is refused.
 */
final class Admission {
  private static final Set<String> PACKAGES =
      Set.of(
          Admission.class.getPackageName(),
          "java.math",
          "java.time",
          "java.time.chrono",
          "java.time.temporal",
          "java.time.zone",
          "java.util",
          "java.util.function",
          "java.util.random",
          "java.util.regex",
          "java.util.stream",
          "java.util.zip",
          "org.mvel2.execution",
          "sun.util.calendar");

  private static final Set<Class<?>> CLASSES =
      Set.of(
          Boolean.class,
          Byte.class,
          CharSequence.class,
          Character.class,
          Comparable.class,
          Double.class,
          Enum.class,
          Float.class,
          Integer.class,
          Iterable.class,
          Long.class,
          Math.class,
          Number.class,
          Short.class,
          StrictMath.class,
          String.class);

  /** Of any object. */
  private static final Set<String> ALWAYS = Set.of("equals", "hashCode", "toString");

  private static final Set<String> OF_ERRORS =
      Set.of("getCause", "getLocalizedMessage", "getMessage", "toString");

  private static final Set<String> NEVER =
      Set.of(
          // Of the process.
          "getClass",
          "notify",
          "notifyAll",
          "setDefault",
          "wait",
          // Threads of the process.
          "parallel",
          "parallelMultiply",
          "parallelPrefix",
          "parallelSetAll",
          "parallelSort",
          "parallelStream",
          "spliterator",
          // Searches with a regular expression that nothing can stop.
          "asMatchPredicate",
          "asPredicate",
          // As long as the number is large.
          "isProbablePrime",
          "modInverse",
          "modPow",
          "nextProbablePrime",
          "probablePrime",
          "toBigInteger",
          "toBigIntegerExact",
          "toPlainString",
          // As large as the argument says.
          "datesUntil",
          "newHashMap",
          "newHashSet",
          "newLinkedHashMap",
          "newLinkedHashSet");

  /** They read settings of the process. */
  private static final Map<Class<?>, String> SETTINGS =
      Map.of(Boolean.class, "getBoolean", Integer.class, "getInteger", Long.class, "getLong");

  private Admission() {}

  static boolean allows(Method method) {
    Class<?> type = method.getDeclaringClass();
    String name = method.getName();
    if (Throwable.class.isAssignableFrom(type)) {
      return OF_ERRORS.contains(name);
    }
    if (NEVER.contains(name) || name.equals(SETTINGS.get(type)) || makesStream(method)) {
      return false;
    }
    return CLASSES.contains(type)
        || PACKAGES.contains(type.getPackageName())
        || (type == Object.class && ALWAYS.contains(name));
  }

  /** Those of collections and texts end; these need not. */
  private static boolean makesStream(Method method) {
    Class<?> type = method.getDeclaringClass();
    return BaseStream.class.isAssignableFrom(type)
        ? Modifier.isStatic(method.getModifiers())
        : RandomGenerator.class.isAssignableFrom(type)
            && BaseStream.class.isAssignableFrom(method.getReturnType());
  }
}
