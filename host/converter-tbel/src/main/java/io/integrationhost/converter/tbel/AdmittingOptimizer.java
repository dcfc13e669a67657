package io.integrationhost.converter.tbel;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.mvel2.ParserContext;
import org.mvel2.compiler.Accessor;
import org.mvel2.integration.VariableResolverFactory;
import org.mvel2.optimizers.AccessorOptimizer;
import org.mvel2.optimizers.OptimizerFactory;
import org.mvel2.optimizers.impl.refl.ReflectiveAccessorOptimizer;

/**
 * Looks methods up as the library does, but only those that {@link Admission} allows, and has their
 * calls checked each time. The library asks for admission once for each place in a script, be it a
 * call or a property, so that it costs a running script nothing. Public, as the library makes the
 * instances.
 */
@SuppressWarnings("rawtypes")
public final class AdmittingOptimizer extends ReflectiveAccessorOptimizer {

  private static final long serialVersionUID = 1L;

  /** Without any effect until it is registered. */
  public AdmittingOptimizer() {}

  /**
   * From now on all scripts of this process are read with it. The library has no way to register
   * one, and its own lists of what is forbidden cannot be added to.
   */
  @SuppressWarnings("unchecked")
  static void register() {
    try {
      Field optimizers = OptimizerFactory.class.getDeclaredField("accessorCompilers");
      optimizers.setAccessible(true);
      ((Map<String, AccessorOptimizer>) optimizers.get(null))
          .put(OptimizerFactory.SAFE_REFLECTIVE, new AdmittingOptimizer());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This version of the TBEL library is not known: scripts would not be confined", e);
    }
    OptimizerFactory.setDefaultOptimizer(OptimizerFactory.SAFE_REFLECTIVE);
  }

  @Override
  public Accessor optimizeAccessor(
      ParserContext context,
      char[] property,
      int start,
      int offset,
      Object target,
      Object thisRef,
      VariableResolverFactory factory,
      boolean root,
      Class ingressType) {
    return CheckedCall.in(
        super.optimizeAccessor(
            admitting(context),
            property,
            start,
            offset,
            target,
            thisRef,
            factory,
            root,
            ingressType));
  }

  @Override
  public Accessor optimizeSetAccessor(
      ParserContext context,
      char[] property,
      int start,
      int offset,
      Object target,
      Object thisRef,
      VariableResolverFactory factory,
      boolean root,
      Object value,
      Class ingressType) {
    return CheckedCall.in(
        super.optimizeSetAccessor(
            admitting(context),
            property,
            start,
            offset,
            target,
            thisRef,
            factory,
            root,
            value,
            ingressType));
  }

  @Override
  public Accessor optimizeCollection(
      ParserContext context,
      Object model,
      Class type,
      char[] property,
      int start,
      int offset,
      Object target,
      Object thisRef,
      VariableResolverFactory factory) {
    return CheckedCall.in(
        super.optimizeCollection(
            admitting(context), model, type, property, start, offset, target, thisRef, factory));
  }

  @Override
  public Accessor optimizeObjectCreation(
      ParserContext context,
      char[] property,
      int start,
      int offset,
      Object target,
      Object thisRef,
      VariableResolverFactory factory) {
    return CheckedCall.in(
        super.optimizeObjectCreation(
            admitting(context), property, start, offset, target, thisRef, factory));
  }

  private static ParserContext admitting(ParserContext context) {
    if (context instanceof Admitting) {
      return context;
    }
    return context == null
        ? new Admitting(new ParserContext(TbelSandbox.configuration()))
        : new Admitting(context);
  }

  private static final class Admitting extends ParserContext {
    private static final long serialVersionUID = 1L;

    Admitting(ParserContext parent) {
      super(parent.getParserConfiguration(), parent, parent.isFunctionContext());
    }

    @Override
    public boolean isMethodAllowed(Method method) {
      return Admission.allows(method) && super.isMethodAllowed(method);
    }
  }
}
