package io.integrationhost.converter.tbel;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import org.mvel2.ExecutionContext;
import org.mvel2.SandboxedParserConfiguration;
import org.mvel2.ScriptRuntimeException;
import org.mvel2.execution.ExecutionArrayList;
import org.mvel2.util.TriFunction;

/**
 * Watches methods of Java's own classes that would change the process, make more text than the
 * memory of a call holds, or run for so long that nothing could stop them.
 */
record Guards(SandboxedParserConfiguration configuration) {

  /** What happens before a call; may give other arguments. */
  private interface Guard {
    Object[] check(ExecutionContext context, Object target, Object[] arguments);
  }

  void register() {
    forbid(Locale.class, named("setDefault"));
    forbid(TimeZone.class, named("setDefault"));
    // Without an end unless somebody takes it, and nobody can be made to.
    forbid(Random.class, method -> BaseStream.class.isAssignableFrom(method.getReturnType()));
    forbid(
        RandomGenerator.class, method -> BaseStream.class.isAssignableFrom(method.getReturnType()));
    watch(Collections.class, named("nCopies"), TextLimits::copies);
    watch(String.class, named("format"), TextLimits::format);
    watch(String.class, named("formatted"), TextLimits::formatted);
    watch(String.class, named("join"), TextLimits::join);
    watch(ExecutionArrayList.class, named("join"), TextLimits::joinList);
    watch(String.class, Guards::replacesText, TextLimits::replace);
    watch(String.class, named("replaceAll"), RegexLimits::replaceAll);
    watch(String.class, named("replaceFirst"), RegexLimits::search);
    watch(String.class, named("split"), RegexLimits::search);
    watch(String.class, named("matches"), RegexLimits::matches);
    watch(Pattern.class, named("matcher"), RegexLimits::matcher);
    watch(Pattern.class, named("matches"), RegexLimits::patternMatches);
    watch(Pattern.class, named("split"), RegexLimits::matcher);
  }

  private void forbid(Class<?> type, Predicate<Method> which) {
    watch(
        type,
        which,
        (context, target, arguments) -> {
          throw new ScriptRuntimeException(
              "This method of " + type.getName() + " is not allowed in scripts");
        });
  }

  private void watch(Class<?> type, Predicate<Method> which, Guard guard) {
    Arrays.stream(type.getMethods()).filter(which).forEach(method -> watch(method, guard));
  }

  private void watch(Method method, Guard guard) {
    TriFunction<ExecutionContext, Object, Object[], Object[]> before =
        configuration.getMethodInvocationChecker(method);
    configuration.registerMethodInvocationChecker(
        method,
        (context, target, arguments) ->
            guard.check(
                context,
                target,
                before == null ? arguments : before.apply(context, target, arguments)));
  }

  private static Predicate<Method> named(String name) {
    return method -> method.getName().equals(name);
  }

  private static boolean replacesText(Method method) {
    return method.getName().equals("replace") && method.getParameterTypes()[0] != char.class;
  }
}
