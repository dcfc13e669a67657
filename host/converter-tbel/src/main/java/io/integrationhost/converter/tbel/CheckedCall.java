package io.integrationhost.converter.tbel;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.mvel2.ExecutionContext;
import org.mvel2.ScriptRuntimeException;
import org.mvel2.compiler.Accessor;
import org.mvel2.compiler.AccessorNode;
import org.mvel2.compiler.ExecutableStatement;
import org.mvel2.integration.VariableResolverFactory;
import org.mvel2.optimizers.impl.refl.nodes.MethodAccessor;

/**
 * A call of a method in a compiled script, checked each time it runs. The library checks a place in
 * a script when it runs there for the first time, and never again: with other arguments, or for the
 * next message, what {@link Guards} watch would pass. For one thread at a time.
 */
public final class CheckedCall extends MethodAccessor {
  private static final long serialVersionUID = 1L;

  /** Here no argument can do harm, and most calls of a script are of these. */
  private static final List<String> HARMLESS =
      List.of(CheckedCall.class.getPackageName() + ".", "java.lang.Math", "java.time.");

  /** A variable of this name holds the context of the call; no script can name it. */
  public static final String CONTEXT = "the context";

  /** Without checks, for targets that need none; null when all need one. */
  private final MethodAccessor unchecked;

  private transient Object target;

  private CheckedCall(Method method, ExecutableStatement[] arguments) {
    super(method, arguments);
    coercionNeeded = true;
    unchecked =
        TbelSandbox.configuration().getMethodInvocationChecker(method) == null
            ? new MethodAccessor(method, arguments)
            : null;
  }

  /** The same, with checks at all calls that need some. */
  static Accessor in(Accessor accessor) {
    if (!(accessor instanceof AccessorNode root)) {
      return accessor;
    }
    AccessorNode checked = checked(root);
    for (AccessorNode node = checked; node.getNextNode() != null; node = node.getNextNode()) {
      AccessorNode next = node.getNextNode();
      AccessorNode replaced = checked(next);
      if (replaced != next) {
        node.setNextNode(replaced);
      }
    }
    return checked;
  }

  private static AccessorNode checked(AccessorNode node) {
    if (node instanceof MethodAccessor call
        && !(call instanceof CheckedCall)
        && call.getMethod().getParameterCount() > 0
        && HARMLESS.stream()
            .noneMatch(call.getMethod().getDeclaringClass().getName()::startsWith)) {
      CheckedCall checked = new CheckedCall(call.getMethod(), call.getParms());
      checked.setNextNode(call.getNextNode());
      return checked;
    }
    return node;
  }

  @Override
  public AccessorNode setNextNode(AccessorNode next) {
    if (unchecked != null) {
      unchecked.setNextNode(next);
    }
    return super.setNextNode(next);
  }

  @Override
  public Object getValue(Object on, Object context, VariableResolverFactory variables) {
    if (unchecked != null
        && getMethod().getDeclaringClass().isInstance(on)
        && !ScriptCollections.isUncounted(on)) {
      return unchecked.getValue(on, context, variables);
    }
    Object outer = target;
    target = on;
    try {
      return super.getValue(on, context, variables);
    } finally {
      target = outer;
    }
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected Object[] executeAndCoerce(
      Class[] types, Object context, VariableResolverFactory variables, boolean varArgs) {
    Object[] arguments = super.executeAndCoerce(types, context, variables, varArgs);
    Method method = called(types);
    return method == null
        ? arguments
        : context(context, variables).checkInvocation(method, target, arguments);
  }

  /**
   * Null when the call cannot be made: the library finds that out, and comes again with what the
   * target has under this name.
   */
  @SuppressWarnings("rawtypes")
  private Method called(Class[] types) {
    Method method = getMethod();
    if (Modifier.isStatic(method.getModifiers()) || method.getDeclaringClass().isInstance(target)) {
      return method;
    }
    if (target == null || types == parameterTypes) {
      return null;
    }
    try {
      Method other = target.getClass().getMethod(method.getName(), (Class<?>[]) types);
      if (Admission.allows(other)) {
        return other;
      }
    } catch (NoSuchMethodException e) {
      throw new ScriptRuntimeException("unable to resolve method: " + method.getName(), e);
    }
    throw new ScriptRuntimeException("unable to resolve method: " + method.getName());
  }

  /** Inside of {@code with} the library hands on another object in its place. */
  private static ExecutionContext context(Object given, VariableResolverFactory variables) {
    return given instanceof ExecutionContext context
        ? context
        : (ExecutionContext) variables.getVariableResolver(CONTEXT).getValue();
  }
}
